package main

import "hachinohe.example/opendata/internal/lang"

func usage() lang.Text { return lang.T(usageJa, usageEn) }

const usageJa = `使い方:
  opendata serve    [--addr :8080] [--base-url URL] [--log-format json|text] [--source フォルダー | --store 保管場所]
                    ページとAPIを公開する
  opendata check    [フォルダー]
                    データを検査する
  opendata health   動作中のサーバーの状態を確認する
  opendata licenses 含まれるライブラリーのライセンスを表示する

公表（保管場所は file:///フォルダー または s3://バケット/接頭辞。OPENDATA_STORE でも指定できます）:
  opendata publish  --source フォルダー|embedded --store 保管場所 --reason 理由 [--note 説明] [--effective 公開日時] [--yes] [--dry-run]
                    公表する
  opendata cancel   番号 --store 保管場所 [--note 説明]
                    公開前の公表を取り消す
  opendata withdraw --release 番号 --file ファイル名 --note 説明 --store 保管場所 [--yes]
                    法令により残せないファイルを取り下げる
  opendata releases --store 保管場所
                    公表の一覧を表示する
  opendata diff     比較元の番号 比較先の番号 --store 保管場所
                    公表内容を比較する
  opendata export   番号 --out フォルダー --store 保管場所
                    公表の内容をフォルダーに出力する
  opendata verify   保管場所|フォルダー|URL [--head 番号:sha256]
                    公表した内容のままであることを検証する

すべてのコマンドで --help と --lang ja|en（OPENDATA_LANG）を、公表に関するコマンドでは --json も使えます。
終了コード: 0 成功、1 失敗、2 使い方の誤り、3 verify が問題を検出`

const usageEn = `Usage:
  opendata serve    [--addr :8080] [--base-url URL] [--log-format json|text] [--source DIR | --store STORE]
                    serve the portal and the API
  opendata check    [DIR]
                    check a folder of source files
  opendata health   ask a running server whether it is ready
  opendata licenses print the licences of the libraries in the program

Releases (STORE is file:///folder or s3://bucket/prefix, or OPENDATA_STORE):
  opendata publish  --source DIR|embedded --store STORE --reason REASON [--note TEXT] [--effective TIME] [--yes] [--dry-run]
                    publish a release
  opendata cancel   N --store STORE [--note TEXT]
                    cancel a pending release
  opendata withdraw --release N --file NAME --note TEXT --store STORE [--yes]
                    remove a file that must not be kept by law
  opendata releases --store STORE
                    list the releases
  opendata diff     A B --store STORE
                    compare two releases
  opendata export   N --out DIR --store STORE
                    write a release into a folder
  opendata verify   STORE|DIR|URL [--head N:sha256]
                    prove that everything is as it was published

All commands accept --help and --lang ja|en (OPENDATA_LANG); those about releases also accept --json.
Exit codes: 0 success, 1 failure, 2 usage error, 3 verify found a problem`
