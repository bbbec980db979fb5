package source

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/go-playground/validator/v10"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// newValidator returns validator/v10 with the rules of this program in addition
// to its own:
//
//	record_id      a letter prefix and numbers: i-072, p-1-2
//	area_code      全国地方公共団体コード, six digits with a valid check digit
//	code           one of the field type's Codes
//	on_or_after=F  not before field F (ISO dates compare as text)
//	unique_column  no duplicates; checked over the file, not here
//
// Field names in its errors are the Go names, so that the caller finds the
// column by the struct's tags.
func newValidator() (*validator.Validate, error) {
	v := validator.New(validator.WithRequiredStructEnabled())
	recordID := regexp.MustCompile("^" + dataset.RecordIDPattern() + "$")
	rules := map[string]validator.Func{
		"record_id":     func(fl validator.FieldLevel) bool { return recordID.MatchString(fl.Field().String()) },
		"area_code":     func(fl validator.FieldLevel) bool { return dataset.ValidAreaCode(fl.Field().String()) },
		"code":          validCode,
		"on_or_after":   onOrAfter,
		"unique_column": func(validator.FieldLevel) bool { return true },
	}
	for name, rule := range rules {
		if err := v.RegisterValidation(name, rule); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func validCode(fl validator.FieldLevel) bool {
	coded, ok := reflect.TypeAssert[dataset.Coded](fl.Field())
	if !ok {
		return false
	}
	for _, c := range coded.Codes() {
		if c.Value == fl.Field().String() {
			return true
		}
	}
	return false
}

func onOrAfter(fl validator.FieldLevel) bool {
	other := fl.Parent().FieldByName(fl.Param())
	return other.Kind() == reflect.String && fl.Field().String() >= other.String()
}

// explain returns the message for a broken validator rule.
func explain(record reflect.Type, broken validator.FieldError, c dataset.Column) lang.Text {
	if broken.Tag() == "required" && broken.Kind() == reflect.Int {
		return lang.T("0 にはできません", "must not be zero") // an empty cell is reported by the cell rules
	}
	text := fmt.Sprint(broken.Value())
	switch broken.Tag() {
	case "required", "required_if", "required_unless":
		return lang.T("必須の項目が空です", "required value is empty")
	case "excluded_if":
		return lang.T("この行では空にしてください", "must be empty in this row")
	case "min", "max":
		return outOfBounds(broken)
	case "record_id":
		return lang.T("識別子は i-072 や p-1-2 のように、英小文字、ハイフン、数字で指定してください", "an identifier consists of lower-case letters, hyphens and numbers, such as i-072 or p-1-2")
	case "area_code":
		if dataset.ValidAreaCode("0" + text) {
			return lang.T("先頭の 0 がありません（Excel が削除することがあります）。0"+text+" と入力してください", "the leading 0 is missing (Excel removes it): enter 0"+text)
		}
		return lang.T("全国地方公共団体コードは検査数字を含む6桁です（例 022039）", "a local government code has six digits with a valid check digit, such as 022039")
	case "code":
		return c.WrongCode(text)
	case "on_or_after", "gtefield":
		name := columnName(record, broken.Param())
		return lang.T(name+" 以後の値を入力してください", "must not be before "+name)
	}
	return lang.T("規則 "+broken.Tag()+" を満たしていません", "violates the rule "+broken.Tag())
}

func outOfBounds(broken validator.FieldError) lang.Text {
	characters := lang.Text{}
	if broken.Kind() == reflect.String {
		characters = lang.T(" 文字", " characters")
	}
	if broken.Tag() == "min" {
		return lang.T(broken.Param()+characters.Ja+" 以上にしてください", "must be at least "+broken.Param()+characters.En)
	}
	return lang.T(broken.Param()+characters.Ja+" 以下にしてください", "must be at most "+broken.Param()+characters.En)
}

// columnName returns the column that a Go field is published as.
func columnName(record reflect.Type, field string) string {
	if f, ok := record.FieldByName(field); ok {
		name, _, _ := strings.Cut(f.Tag.Get("csv"), ",") // without omitempty
		return name
	}
	return field
}
