// Package api is a small service with one handler of each kind, for the tests of the
// generator and as an example of the comments it reads.
//
//	@title			見本
//	@version		1.2.3
//	@description	一行目。
//	@description	二行目。
//	@contact.name	見本市
//	@contact.url	https://opendata.example/contact
//	@contact.email	opendata@opendata.example
//	@license.name	CC BY 4.0
//	@license.url	https://creativecommons.org/licenses/by/4.0/
//	@servers.url	/
//	@tag.name			plan
//	@tag.description	計画
package api
