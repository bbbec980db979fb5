package plan

import (
	"regexp"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
)

//nolint:gochecknoglobals // compiled once, like a pattern
var areaParams = param.Compile[param.Area]()
var sixDigits = regexp.MustCompile(`^\d{6}$`)

// Area reads whose values are asked for: those of the city unless the request says.
// Given is the canonical form of what it says.
func Area(p *param.Values, rel *release.Release) (area string, given map[string]string) {
	given = make(map[string]string)
	asks := areaParams.Read(p).Area
	if asks == nil {
		return dataset.CityCode, given
	}
	codes := areaCodes(p, rel, *asks)
	if len(codes) == 0 { // there is no such area, as p says by now
		return "", given
	}
	if len(codes) > 1 || !sixDigits.MatchString(codes[0]) {
		p.Fail("area", lang.T("全国地方公共団体コード（6桁）を一つだけ指定してください（例 area="+dataset.CityCode+"）", "must be one local government code of six digits, such as area="+dataset.CityCode))
	}
	if codes[0] != dataset.CityCode {
		given["area"] = codes[0]
	}
	return codes[0], given
}

// AreaName is what a release calls an area: its code where it does not describe it.
func AreaName(rel *release.Release, area string) lang.Text {
	return AreasOf(rel, nil, map[string]string{areaCode: area})[0]
}
