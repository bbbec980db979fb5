package api

// Service holds the handlers, as the real one does.
type Service struct{}

// initiatives answers GET /api/v1/initiatives: JSON or CSV.
//
//	@Summary		取組の一覧
//	@Description	取組を番号順に返します。
//	@Description	CSV は全件です。
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,404	{object}	Problem
//	@Failure		default	{object}	Problem
//	@Produce		json,text/csv
//	@Param			request		query	SeriesParams	false	"行の選び方"
//	@Param			mark	query	[]string	false	"区分"	Enums(new, revised)	example(new,revised)
//	@Param			If-None-Match	header	string	false	"手元の ETag"
//	@Success		200		{object}	InitiativePage
//	@Success		304		"変更なし"
//	@Header			200,304	{string}	ETag	"内容の識別子"
//	@Header			200		{integer}	X-Total-Count	"全件数"
//	@Router			/api/v1/initiatives [get]
//	@Router			/api/v1/initiatives [head]
func (s *Service) initiatives() {}

// initiative answers GET /api/v1/initiatives/{id}: JSON only. Here the errors come
// last and without a media type of their own, which comes to the same.
//
//	@Summary		取組
//	@Description	識別子か番号で一件を返します。
//	@Tags		plan
//	@Produce	json
//	@Param		id	path		string	true	"識別子または番号"	example(i-072)
//	@Success	200	{object}	Page[Initiative]
//	@Failure	404	{object}	Problem
//	@Router		/api/v1/initiatives/{id} [get]
func (s *Service) initiative() {}

// file answers GET /files/{name}: bytes that are not JSON.
//
//	@Summary		ファイル
//	@Description	最新の公表の内容そのものです。
//	@Tags		plan
//	@Produce	text/csv,application/octet-stream
//	@Param		name	path		string	true	"ファイル名"	example(022039_digital_goals.csv)
//	@Success	200		{string}	string	"ファイルの内容"
//	@Success	206		{string}	string	"ファイルの一部"
//	@Failure	404		{object}	Problem
//	@Header		200,206	{string}	ETag	"内容の識別子"
//	@Router		/files/{name} [get]
func (s *Service) file() {}

var _ = []func(*Service){(*Service).initiatives, (*Service).initiative, (*Service).file}
