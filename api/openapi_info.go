package api

//go:generate go run -C ../internal/tools ./openapi

//	@title			八戸市オープンデータ API
//	@version		1.0.0
//	@description	第2期八戸市デジタル推進計画の計画本文、基本目標、施策、取組、指標を公開する読み取り専用のAPIです。利用登録もAPIキーも不要です。
//	@description
//	@description	Read-only API for the Second Hachinohe City Digital Promotion Plan: its text, goals, policies, initiatives and indicators. No registration and no API key required.
//	@description
//	@description	- 形式は拡張子（`/api/v1/initiatives.csv`）、`format`、`Accept` のいずれでも指定できます。 / The format is chosen by extension, `format` or `Accept`.
//	@description	- 未知のパラメータと重複したパラメータはエラー（400）です。 / Unknown or repeated parameters are an error (400).
//	@description	- 一覧には、条件（`列名.演算子=値`）、`or`、検索（`q`）、並べ替え、集計（`group_by`・`aggregate`・`distinct`）、件数（`facets`）、参照先の取り込み（`expand`）を指定できます。 / Lists take conditions (`column.operator=value`), `or`, search (`q`), sorting, groups (`group_by`, `aggregate`, `distinct`), counts (`facets`) and related records (`expand`).
//	@description	- 一覧は `limit` 件ずつ取得できます。次のページのURLは `Link` ヘッダーの `rel="next"` にあり、同じ公表のデータを最後までたどれます。 / Lists come in pages of `limit` rows; the `Link` header with `rel="next"` leads to the next page of the same release.
//	@description	- 過去の公表は `release`（番号）か `as_of`（時点）で取得できます。 / Read past releases with `release` (a number) or `as_of` (a time).
//	@description	- データの応答には強いETagがあり、`If-None-Match` には304で応答します。HEAD の応答は、本文がないほかは GET と同じです。 / Responses with data have a strong ETag; a matching `If-None-Match` gets 304. HEAD is answered like GET, without the body.
//	@description	- どのウェブページからも利用できます（CORS）。 / Any web page can call it (CORS).
//	@contact.name	八戸市
//	@license.name	CC BY 4.0
//	@license.url	https://creativecommons.org/licenses/by/4.0/
//	@servers.url	/
//	@tag.name		plan
//	@tag.description	計画、基本目標、施策、取組 / The plan, its goals, policies and initiatives
//	@tag.name		indicators
//	@tag.description	指標と時系列 / indicators and their series
//	@tag.name		datasets
//	@tag.description	データセットの一覧、列の定義、行 / datasets, their columns and rows
//	@tag.name		files
//	@tag.description	ファイルのダウンロード / files to download
//	@tag.name		releases
//	@tag.description	公表の履歴と、公表内容の比較 / the history of releases and their comparison
//	@tag.name		service
//	@tag.description	ページ、APIの文書、稼働状況 / pages, API documents, status of the service
