package format

// CSV injection: spreadsheet programs run a cell of a CSV or TSV that begins with
// = + - or @ as a formula. It is refused where it would enter, and not rewritten
// where it leaves, so that every format shows the same text:
//
//   - cells of records, and so those of groups and differences: dataset, type_string.go;
//   - titles, meanings, units, constants and codes of a city's own schema, and so
//     the headings: dataset, schemaParser.cells.
//
// What may begin with a minus is a number. Labels of codes are checked together
// with their code, so they alone may begin with anything: only XLSX writes them,
// and its cells are typed (xlsx_xml.go never writes a formula). A format that adds a
// text from elsewhere must check it; injection_test.go holds all of them to it.
