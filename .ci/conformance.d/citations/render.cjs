// Renders the references of citations with citeproc, in two languages.
const { Cite, plugins } = require('@citation-js/core')
require('@citation-js/plugin-csl')
const { readFileSync } = require('node:fs')

plugins.config.get('@csl') // the plug-in is there
for (const { csl, url } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const cite = new Cite(csl)
  const [read] = cite.format('data', { format: 'object' })
  for (const field of Object.keys(csl)) {
    if (JSON.stringify(read[field]) !== JSON.stringify(csl[field])) {
      throw new Error(`${url}: ${field} is ${JSON.stringify(read[field])}, not ${JSON.stringify(csl[field])}`)
    }
  }
  for (const lang of ['en-US', 'fr-FR']) {
    const text = cite.format('bibliography', { template: 'apa', format: 'text', lang })
    for (const part of [csl.title, csl.author[0].literal, csl.URL, String(csl.issued['date-parts'][0][0])]) {
      if (!text.includes(part)) throw new Error(`${url}: ${part} is missing in ${text}`)
    }
  }
}
