// Package problems is how a failure appears over HTTP: a problem of RFC 9457, in
// Japanese and English.
//
// It promises that one table maps kinds of faults to statuses, that only what a
// fault.Error says reaches a client, and that every kind is in Kinds, for the
// documentation. It refuses to send anything, which delivery does, and to decide
// what is an error. It builds on fault and delivery; api uses it.
package problems

import (
	"errors"
	"net/http"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
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

// Kind is how a sort of failure appears over HTTP. What is wrong with a request for
// good may be kept for a minute; what is missing or wrong now may be right after
// the next release, so a cache must ask again; failures of the service are never
// kept.
type Kind struct {
	Slug   string // of the type URI, {base}/docs#problem-{slug}
	Status int
	Title  lang.Text
	Cache  delivery.CachePolicy
}

// ErrMethod is the refusal of a method that an address does not have.
var ErrMethod = errors.New("method not allowed")

const mediaType = "application/problem+json; charset=utf-8"

// Kinds lists every sort of failure, for the documentation.
func Kinds() []Kind {
	kinds := []Kind{methodKind(), rangeKind(), preconditionKind()}
	for _, k := range []fault.Kind{fault.Invalid, fault.NotFound, fault.Gone, fault.NotAcceptable, fault.TooLarge, fault.Unavailable, fault.Internal} {
		kinds = append(kinds, kindOf(k))
	}
	return kinds
}

func methodKind() Kind {
	return Kind{"method-not-allowed", http.StatusMethodNotAllowed, lang.T("このURLではその操作はできません", "Method not allowed"), delivery.Minute}
}

func rangeKind() Kind {
	return Kind{"range-not-satisfiable", http.StatusRequestedRangeNotSatisfiable, lang.T("指定された範囲がファイルのサイズを超えています", "Range not satisfiable"), delivery.NoStore}
}

func preconditionKind() Kind {
	return Kind{"precondition-failed", http.StatusPreconditionFailed, lang.T("前提条件を満たしていません", "Precondition failed"), delivery.NoStore}
}

// kindOf is the only place that maps kinds of faults to HTTP.
func kindOf(k fault.Kind) Kind {
	switch k {
	case fault.Invalid:
		return Kind{"invalid-parameter", http.StatusBadRequest, lang.T("パラメータの誤り", "Invalid parameter"), delivery.Revalidate}
	case fault.NotFound:
		return Kind{"not-found", http.StatusNotFound, lang.T("見つかりません", "Not found"), delivery.Revalidate}
	case fault.Gone:
		return Kind{"gone", http.StatusGone, lang.T("取り下げられました", "Gone"), delivery.Revalidate}
	case fault.NotAcceptable:
		return Kind{"not-acceptable", http.StatusNotAcceptable, lang.T("その形式では提供していません", "Not acceptable"), delivery.Minute}
	case fault.TooLarge:
		return Kind{"too-large", http.StatusRequestEntityTooLarge, lang.T("大きすぎます", "Too large"), delivery.Revalidate}
	case fault.Unavailable:
		return Kind{"unavailable", http.StatusServiceUnavailable, lang.T("一時的に利用できません", "Temporarily unavailable"), delivery.NoStore}
	case fault.Internal:
	}
	return Kind{"internal", http.StatusInternalServerError, lang.T("サーバー内部エラー", "Internal error"), delivery.NoStore}
}

// Of is the response to a request that failed, of a service at a base URL.
func Of(err error, base, instance, requestID string) delivery.Problem {
	p, k := problemOf(err, base, instance, requestID)
	body, jsonErr := format.Marshal(p)
	if jsonErr != nil {
		body = []byte("{}\n")
	}
	return delivery.Problem{Status: k.Status, ContentType: mediaType, Language: "ja, en", Cache: k.Cache, Body: body}
}

// problemOf makes the public form of an error. Only what a fault.Error says
// reaches the client; any other error stays opaque.
func problemOf(err error, base, instance, requestID string) (Problem, Kind) {
	e, k := publicFault(err)
	p := Problem{
		Type:  base + "/docs#problem-" + k.Slug,
		Title: k.Title.Ja, TitleEn: k.Title.En, Status: k.Status,
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

func publicFault(err error) (*fault.Error, Kind) {
	switch {
	case errors.Is(err, ErrMethod):
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
