package api

import (
	"context"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/feed"
)

// feed announces the releases.
//
//	@Summary		公表のフィード
//	@Description	公開済みの公表のAtomフィード（新しい50件）。 / Atom feed of the 50 newest published releases.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404	{object}	problems.Problem
//	@Produce		application/atom+xml
//	@Param			request	query		param.Time	false	"release"
//	@Success		200		{string}	string		"Atom"
//	@Router			/feed.atom [get]
func (v *view) feed(r *request) (delivery.Response, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	h, now := v.cache.History(), r.now
	return delivery.NewPage(feed.MediaType+"; charset=utf-8", feed.Path, func(context.Context) (*delivery.Body, error) {
		body, err := feed.Atom(v.cfg.BaseURL, v.catalog.Released(h, now, feed.MaxEntries))
		return delivery.NewBody(body), err
	}), nil
}
