package api

//	@title			八戸市オープンデータ API
//	@version		1.0.0
//	@description	第2期八戸市デジタル推進計画の計画本文、基本目標、施策、取組、指標を公開する読み取り専用のAPIです。利用登録もAPIキーも要りません。
//	@description
//	@description	Read-only API for the Second Hachinohe City Digital Promotion Plan: its text, goals, policies, initiatives and indicators. No registration, no key.
//	@description
//	@description	- 形式は拡張子（`/api/v1/initiatives.csv`）、`format`、`Accept` のどれでも選べます。 / The format is chosen by extension, `format` or `Accept`.
//	@description	- 未知のパラメータと重複したパラメータは誤り（400）です。 / Unknown or repeated parameters are an error (400).
//	@description	- すべての応答に強いETagがあり、`If-None-Match` に304で答えます。 / Every answer has a strong ETag and answers `If-None-Match` with 304.
//	@description	- どのウェブページからも呼び出せます（CORS）。 / Every web page may call it (CORS).
//	@contact.name	八戸市
//	@license.name	CC BY 4.0
//	@license.url	https://creativecommons.org/licenses/by/4.0/
//	@servers.url	/
//	@tag.name		plan
//	@tag.description	計画、基本目標、施策、取組 / the plan, its goals, policies and initiatives
//	@tag.name		indicators
//	@tag.description	指標と時系列 / indicators and their series
//	@tag.name		datasets
//	@tag.description	データセットの一覧、列の定義、行 / datasets, their columns and rows
//	@tag.name		files
//	@tag.description	ファイルのダウンロード / files to download
//	@tag.name		service
//	@tag.description	ページ、APIの文書、稼働状況 / pages, the API's documents, state of the service
