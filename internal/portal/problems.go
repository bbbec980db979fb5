package portal

import "hachinohe.example/opendata/internal/lang"

type problemView struct {
	Problem
	Meaning, Action lang.Text // empty for a failure that is not explained here
}

func problemViews(problems []Problem) []problemView {
	views := make([]problemView, 0, len(problems))
	for _, p := range problems {
		meaning, action := explain(p.Slug)
		views = append(views, problemView{p, meaning, action})
	}
	return views
}

// explain says what a failure means and what to do about it.
func explain(slug string) (meaning, action lang.Text) {
	switch slug {
	case "invalid-parameter", "not-acceptable", "method-not-allowed", "range-not-satisfiable", "precondition-failed":
		return explainRequest(slug)
	case "not-found":
		return lang.T("そのURLのページ、または指定された識別子のデータはありません。",
				"There is nothing at this address, or no record with this identifier."),
			lang.T("つづりを確かめてください。応答の fixes に、近い名前が入っていることがあります。データセットの一覧は /api/v1/datasets にあります。",
				"Check the spelling; fixes in the answer may name what is near. /api/v1/datasets lists the datasets.")
	case "gone":
		return lang.T("以前は公表していましたが、取り下げました。同じURLで再び公表することはありません。",
				"This was published once and has been withdrawn. It will not return at the same address."),
			lang.T("このURLへのアクセスをやめ、最新の公表のデータを使ってください。",
				"Stop calling this address and use the data of the current release.")
	case "too-large":
		return lang.T("要求か、その結果が、一度に扱える大きさを超えています。",
				"The request, or its result, is larger than can be handled at once."),
			lang.T("limit を小さくするか、条件で絞り込んでください。全件が必要なときは、ファイルをダウンロードしてください。",
				"Lower limit or filter the rows. To get everything, download the file.")
	case "unavailable":
		return lang.T("一時的に応答できません。データに問題はありません。",
				"The service cannot answer for the moment. Nothing is wrong with the data."),
			lang.T("しばらくしてから、もう一度試してください。応答に Retry-After ヘッダーがあれば、その秒数だけ待ってください。",
				"Try again later; if the answer has a Retry-After header, wait that many seconds.")
	case "internal":
		return lang.T("サーバーの中で障害が起きました。要求に誤りがあるわけではありません。障害は記録されています。",
				"Something failed inside the service. Your request is not at fault, and the failure has been logged."),
			lang.T("しばらくしてから、もう一度試してください。続くときは、応答の request_id を添えてお知らせください。",
				"Try again later. If it goes on, tell us the request_id of the answer.")
	}
	return lang.Text{}, lang.Text{}
}

// explainRequest is explain for requests that are understood and not right.
func explainRequest(slug string) (meaning, action lang.Text) {
	switch slug {
	case "invalid-parameter":
		return lang.T("パラメータの名前か値に誤りがあります。知らないパラメータと、同じパラメータの繰り返しも、無視せずに誤りとしてお知らせします。",
				"The name or the value of a parameter is not right. Unknown and repeated parameters are reported as errors too, and never ignored."),
			lang.T("応答の errors に、すべての誤りの場所と理由があります。fixes を参考に直して、もう一度送ってください。",
				"errors in the answer lists everything that is wrong, and where. Correct it as fixes says and send the request again.")
	case "not-acceptable":
		return lang.T("求められた形式（Accept ヘッダー、format パラメータ、URLの拡張子）では提供していません。",
				"The requested format (Accept header, format parameter or extension of the address) is not offered here."),
			lang.T("このページの「応答」にある形式のどれかを指定するか、形式の指定をやめてください。",
				"Ask for one of the media types that this page lists under the responses, or for none in particular.")
	case "method-not-allowed":
		return lang.T("このサービスは読み取り専用です。データを書き換える操作はありません。",
				"This service only reads. No method can change data."),
			lang.T("GET、HEAD、OPTIONS のいずれかを使ってください。",
				"Use GET, HEAD or OPTIONS.")
	case "precondition-failed":
		return lang.T("If-Match または If-Unmodified-Since の条件に、いまの内容が合いません。",
				"The content no longer meets the condition of If-Match or If-Unmodified-Since."),
			lang.T("条件を取り除いて、もう一度取得してください。",
				"Leave the condition out and fetch it again.")
	default: // range-not-satisfiable
		return lang.T("Range ヘッダーで求められた範囲が、ファイルの外です。",
				"The Range header asks for bytes outside the file."),
			lang.T("応答の Content-Range ヘッダーにあるファイルの大きさを見て範囲を直すか、Range を取り除いてください。",
				"Correct the range with the size that the Content-Range header of the answer gives, or leave Range out.")
	}
}
