package dataset

import "hachinohe.example/opendata/internal/lang"

// IndicatorFrequency is a code of the SDMX cross-domain list CL_FREQ 2.1.
type IndicatorFrequency string

// Codes lists the frequencies that are used here.
func (IndicatorFrequency) Codes() []Code {
	return []Code{
		{Value: "A", Label: lang.T("1年ごと", "Annual")},
		{Value: "S", Label: lang.T("半年ごと", "Half-yearly")},
		{Value: "Q", Label: lang.T("四半期ごと", "Quarterly")},
		{Value: "M", Label: lang.T("毎月", "Monthly")},
		{Value: "W", Label: lang.T("毎週", "Weekly")},
		{Value: "D", Label: lang.T("毎日", "Daily")},
		{Value: "OA", Label: lang.T("不定期（おおむね年単位）", "Occasional annual")},
		{Value: "OM", Label: lang.T("不定期（おおむね月単位）", "Occasional monthly")},
		{Value: "_O", Label: lang.T("その他", "Other")},
	}
}
