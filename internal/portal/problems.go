package portal

import "hachinohe.example/opendata/internal/lang"

type problemView struct {
	Problem
	Meaning, Action lang.Text // empty for an error that is not explained here
}

func problemViews(problems []Problem) []problemView {
	views := make([]problemView, 0, len(problems))
	for _, p := range problems {
		meaning, action := explain(p.Slug)
		views = append(views, problemView{p, meaning, action})
	}
	return views
}

// explain returns what an error means and what to do about it.
func explain(slug string) (meaning, action lang.Text) {
	switch slug {
	case "invalid-parameter", "not-acceptable", "method-not-allowed", "range-not-satisfiable", "precondition-failed":
		return explainRequest(slug)
	case "not-found":
		return lang.T("そのURLのページ、または指定された識別子のデータはありません。",
				"There is no page at this URL, or no record with this identifier."),
			lang.T("つづりを確認してください。応答の fixes に、似た名前が示されることがあります。データセットの一覧は /api/v1/datasets にあります。",
				"Check the spelling. fixes in the response may suggest a similar name. /api/v1/datasets lists the datasets.")
	case "gone":
		return lang.T("以前は公表していましたが、取り下げました。同じURLで再び公表することはありません。",
				"This was published and has been withdrawn. It will not be published at this URL again."),
			lang.T("このURLへのアクセスをやめ、最新の公表のデータを使ってください。",
				"Stop requesting this URL and use the data of the current release.")
	case "too-large":
		return lang.T("リクエストまたはその結果が、一度に処理できるサイズを超えています。",
				"The request or its result is too large."),
			lang.T("limit を小さくするか、条件で絞り込んでください。全件が必要なときは、ファイルをダウンロードしてください。",
				"Lower limit or filter the rows. To get all rows, download the file.")
	case "unavailable":
		return lang.T("一時的に応答できません。データに問題はありません。",
				"The service is temporarily unavailable. The data is not affected."),
			lang.T("しばらくしてから、もう一度お試しください。応答に Retry-After ヘッダーがあれば、その秒数だけ待ってください。",
				"Try again later. If the response has a Retry-After header, wait that many seconds.")
	case "internal":
		return lang.T("サーバーで障害が発生しました。リクエストの誤りではありません。障害は記録されています。",
				"An internal error occurred. Your request is not the cause. The error has been logged."),
			lang.T("しばらくしてから、もう一度お試しください。解消しないときは、応答の request_id を添えてお知らせください。",
				"Try again later. If the error persists, report the request_id of the response.")
	}
	return lang.Text{}, lang.Text{}
}

// explainRequest is explain for errors in the request.
func explainRequest(slug string) (meaning, action lang.Text) {
	switch slug {
	case "invalid-parameter":
		return lang.T("パラメータの名前か値に誤りがあります。使用できないパラメータや同じパラメータの重複も、無視せずにエラーとします。",
				"The name or value of a parameter is invalid. Unknown and repeated parameters are errors, too; none is ignored."),
			lang.T("応答の errors に、すべての誤りの箇所と理由が入ります。fixes を参考に修正して、もう一度送信してください。",
				"errors in the response lists every error and its place. Fix the request as described in fixes and send it again.")
	case "not-acceptable":
		return lang.T("指定された形式（Accept ヘッダー、format パラメータ、URLの拡張子）では提供していません。",
				"The requested format (Accept header, format parameter or URL extension) is not available."),
			lang.T("このページの「応答」にある形式を指定するか、形式を指定しないでください。",
				"Request one of the media types that this page lists under the responses, or do not specify a format.")
	case "method-not-allowed":
		return lang.T("このサービスは読み取り専用です。データを変更する操作はありません。",
				"This service is read-only. No method changes data."),
			lang.T("GET、HEAD、OPTIONS のいずれかを使用してください。",
				"Use GET, HEAD or OPTIONS.")
	case "precondition-failed":
		return lang.T("現在の内容が、If-Match または If-Unmodified-Since の条件を満たしていません。",
				"The current content does not meet the condition in If-Match or If-Unmodified-Since."),
			lang.T("条件を指定せずに、もう一度取得してください。",
				"Send the request without the condition.")
	default: // range-not-satisfiable
		return lang.T("Range ヘッダーで指定された範囲が、ファイルのサイズを超えています。",
				"The range in the Range header is outside the file."),
			lang.T("応答の Content-Range ヘッダーにあるファイルのサイズに合わせて範囲を修正するか、Range を指定しないでください。",
				"Fix the range according to the file size in the Content-Range header of the response, or omit Range.")
	}
}
