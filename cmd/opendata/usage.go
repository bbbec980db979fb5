package main

const usage = `使い方 / usage:
  opendata serve    [--addr :8080] [--base-url URL] [--log-format json|text] [--source DIR | --store URL]
                    公開する / serve the portal and the API
  opendata check    [DIR]
                    データを検査する / check a folder of source files
  opendata health   動いているサーバーに準備完了かを尋ねる / ask a running server whether it is ready

公表 / releases（--store URL は file:///フォルダー か s3://バケット/接頭辞、または OPENDATA_STORE）:
  opendata publish  --source DIR|embedded --store URL --reason REASON [--note TEXT] [--effective TIME] [--yes] [--dry-run]
                    公表する / publish
  opendata cancel   N --store URL [--note TEXT]
                    発効前の公表を取り消す / take back a pending release
  opendata withdraw --release N --file PATH --note TEXT --store URL [--yes]
                    法令によりファイルを取り下げる / remove bytes that must not stay
  opendata releases --store URL
                    公表を一覧する / list the releases
  opendata diff     A B --store URL
                    二つの公表を比べる / compare two releases
  opendata export   RELEASE --out DIR --store URL
                    公表をフォルダーに書き出す / write a release into a folder
  opendata verify   STORE|DIR|URL [--head N:sha256]
                    公表したままであることを検証する / prove that everything is as it was published

どれも --json で機械可読な結果、--help で詳細 / all of these take --json and --help
終了コード / exit codes: 0 できた / done, 1 できなかった / refused or failed, 2 使い方の誤り / usage, 3 verify が問題を見つけた / verify found something
`
