package fold

// The block CJK Radicals Supplement.
const (
	firstRadical = 0x2E80
	lastRadical  = 0x2EF3
)

// radicals lists what each character of the block folds to, in the order of the
// block. Fonts draw radicals like kanji, so text copied from PDF files may contain
// them (⻄⽩⼭, 専⻔). NFKC replaces the Kangxi radicals (U+2F00 to U+2FD5),
// but of this block two only.
//
// The rule is Unicode's EquivalentUnifiedIdeograph (UCD 17.0), followed by that
// of folding_map_kanji.go. It differs from it where the equivalent is a simplified Chinese
// form of a kanji that Japanese uses unsimplified, such as ⻔ 门 and ⻋ 车: in Japanese texts
// they stand for 門 and 車. Fourteen parts of kanji that are not words,
// and two without an equivalent, are not changed.
const radicals = "" +
	"⺀厂乛乚乙亻冂⺇刀刂卜㔾小小兀尣" +
	"尢⺑巳幺彑⺕忄心扌攵⺚旡日月歺母" +
	"民氵氺灬爫爫丬牛犭王⺪目示礻⺮糹" +
	"纟罓罒㓁冗⺵羊⺷⺸耂肀聿肉⺽艹艹" +
	"艹虎衤覀西見角⻇讠貝⻊車辶辶辶邑" +
	"钅長镸長門⻕阝雨青韋頁風飛食⻞飠" +
	"饣⻡馬骨鬼魚鳥鹵麦黄黽斉斉歯歯竜" +
	"竜亀亀亀"

// radical returns the kanji that a character of the block folds to.
func radical(r rune) rune { return at(radicals, int(r-firstRadical)) }
