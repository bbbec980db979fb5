package api

import (
	"errors"
	"net/http"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/portal"
)

// Problem is the body of every error (RFC 9457), in Japanese and English.
//
//	@Description	エラーの本文（RFC 9457）。日本語と英語。 / Body of every error (RFC 9457), in Japanese and English.
type Problem struct {
	Type      string         `json:"type"`
	Title     string         `json:"title"`
	TitleEn   string         `json:"title_en"`
	Status    int            `json:"status"`
	Detail    string         `json:"detail"`
	DetailEn  string         `json:"detail_en"`
	Instance  string         `json:"instance"`
	RequestID string         `json:"request_id"`
	Errors    []ProblemError `json:"errors,omitempty"`
	Fixes     []ProblemFix   `json:"fixes,omitempty"`
}

// ProblemError is one thing that was wrong, and in which parameter.
//
//	@Description	エラーの一つと、そのパラメータ。 / One error and its parameter.
type ProblemError struct {
	Parameter string `json:"parameter,omitempty"`
	Detail    string `json:"detail"`
	DetailEn  string `json:"detail_en"`
}

// ProblemFix is one thing to do instead.
//
//	@Description	対処方法の一つ。 / One way to fix the request.
type ProblemFix struct {
	Detail   string `json:"detail"`
	DetailEn string `json:"detail_en"`
}

// kind is how a sort of failure appears over HTTP. What is wrong with a request for
// good may be kept for a minute; what is missing or wrong now may be right after
// the next release, so a cache must ask again; failures of the service are never
// kept.
type kind struct {
	slug   string // of the type URI, {base}/docs#problem-{slug}
	status int
	title  lang.Text
	cache  delivery.CachePolicy
}

var errMethod = errors.New("method not allowed")

// problemKinds lists every sort of failure, for the documentation.
func problemKinds() []kind {
	kinds := []kind{methodKind(), rangeKind(), preconditionKind()}
	for _, k := range []fault.Kind{fault.Invalid, fault.NotFound, fault.Gone, fault.NotAcceptable, fault.TooLarge, fault.Unavailable, fault.Internal} {
		kinds = append(kinds, kindOf(k))
	}
	return kinds
}

// documentedProblems are the sorts of failure as the reference page lists them.
func documentedProblems() []portal.Problem {
	var list []portal.Problem
	for _, k := range problemKinds() {
		list = append(list, portal.Problem{Slug: k.slug, Status: k.status, Title: k.title.Ja, TitleEn: k.title.En})
	}
	return list
}

func methodKind() kind {
	return kind{"method-not-allowed", http.StatusMethodNotAllowed, lang.T("このURLではその操作はできません", "Method not allowed"), delivery.Minute}
}

func rangeKind() kind {
	return kind{"range-not-satisfiable", http.StatusRequestedRangeNotSatisfiable, lang.T("指定された範囲がファイルのサイズを超えています", "Range not satisfiable"), delivery.NoStore}
}

func preconditionKind() kind {
	return kind{"precondition-failed", http.StatusPreconditionFailed, lang.T("前提条件を満たしていません", "Precondition failed"), delivery.NoStore}
}

// kindOf is the only place that maps kinds of faults to HTTP.
func kindOf(k fault.Kind) kind {
	switch k {
	case fault.Invalid:
		return kind{"invalid-parameter", http.StatusBadRequest, lang.T("パラメータの誤り", "Invalid parameter"), delivery.Revalidate}
	case fault.NotFound:
		return kind{"not-found", http.StatusNotFound, lang.T("見つかりません", "Not found"), delivery.Revalidate}
	case fault.Gone:
		return kind{"gone", http.StatusGone, lang.T("取り下げられました", "Gone"), delivery.Revalidate}
	case fault.NotAcceptable:
		return kind{"not-acceptable", http.StatusNotAcceptable, lang.T("その形式では提供していません", "Not acceptable"), delivery.Minute}
	case fault.TooLarge:
		return kind{"too-large", http.StatusRequestEntityTooLarge, lang.T("大きすぎます", "Too large"), delivery.Revalidate}
	case fault.Unavailable:
		return kind{"unavailable", http.StatusServiceUnavailable, lang.T("一時的に利用できません", "Temporarily unavailable"), delivery.NoStore}
	case fault.Internal:
	}
	return kind{"internal", http.StatusInternalServerError, lang.T("サーバー内部エラー", "Internal error"), delivery.NoStore}
}

// problem is the response to a request that failed.
func (s *Server) problem(err error, instance, requestID string) delivery.Problem {
	p, k := s.problemOf(err, instance, requestID)
	body, jsonErr := format.Marshal(p)
	if jsonErr != nil {
		body = []byte("{}\n")
	}
	return delivery.Problem{Status: k.status, ContentType: mediaProblem, Language: "ja, en", Cache: k.cache, Body: body}
}

// problemOf makes the public form of an error. Only what a fault.Error says
// reaches the client; any other error stays opaque.
func (s *Server) problemOf(err error, instance, requestID string) (Problem, kind) {
	e, k := publicFault(err)
	p := Problem{
		Type:  s.cfg.BaseURL + "/docs#problem-" + k.slug,
		Title: k.title.Ja, TitleEn: k.title.En, Status: k.status,
		Detail: e.Message.Ja, DetailEn: e.Message.En,
		Instance: instance, RequestID: requestID,
	}
	for _, f := range e.Fields {
		p.Errors = append(p.Errors, ProblemError{Parameter: f.Place, Detail: f.Message.Ja, DetailEn: f.Message.En})
	}
	for _, f := range e.Fixes {
		p.Fixes = append(p.Fixes, ProblemFix{Detail: f.Ja, DetailEn: f.En})
	}
	return p, k
}

func publicFault(err error) (*fault.Error, kind) {
	switch {
	case errors.Is(err, errMethod):
		return fault.New(fault.Invalid, lang.T("このサービスは読み取り専用です", "this service is read-only"),
			lang.T("GET、HEAD、OPTIONS のいずれかを使ってください", "use GET, HEAD or OPTIONS")), methodKind()
	case errors.Is(err, delivery.ErrPrecondition):
		return fault.New(fault.Invalid, lang.T("If-Match または If-Unmodified-Since の条件を満たしていません。内容が変更されています", "the condition of If-Match or If-Unmodified-Since is not met: the content has changed"),
			lang.T("条件を指定せずに取得し直してください", "request it again without the condition")), preconditionKind()
	case errors.Is(err, delivery.ErrRange):
		return fault.New(fault.Invalid, lang.T("Range の範囲がファイルのサイズを超えています", "the range lies outside the file"),
			lang.T("Range を指定しないか、Content-Range に示したサイズの範囲内にしてください", "remove Range, or stay within the size given by Content-Range")), rangeKind()
	}
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind == fault.Internal {
		return fault.New(fault.Internal, lang.T("サーバーで障害が発生しました。内容は記録されています", "an internal error occurred; it has been logged"),
			lang.T("しばらくしてからもう一度お試しください。続く場合は request_id を添えてお知らせください", "try again later; if it happens again, report the request_id")), kindOf(fault.Internal)
	}
	return e, kindOf(e.Kind)
}
