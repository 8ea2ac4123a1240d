package finish

import (
	"encoding/xml"
	"strings"
	"time"
)

// producer names who drew the file and who finished it.
const producer = "gofpdf, finished by Attune"

// writeInfo writes the document's information. Its only date is the File's.
func (f *File) writeInfo() int {
	o := &f.out
	n := o.reserve()
	o.open(n)
	o.str("<</Title")
	o.text(f.Title)
	o.str("/Creator(Attune)/Producer(" + producer + ")")
	at := f.Date.UTC().Format("(D:20060102150405Z)")
	o.str("/CreationDate" + at + "/ModDate" + at + ">>")
	o.close()
	return n
}

// writeMeta writes the same as XMP.
func (f *File) writeMeta() int {
	o := &f.out
	n := o.reserve()
	at := f.Date.UTC().Format(time.RFC3339)
	o.stream(n, "/Type/Metadata/Subtype/XML", []byte(`<?xpacket begin="`+"\uFEFF"+`" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">`+escapeXML(f.Title)+`</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>`+escapeXML(f.Language)+`</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>`+at+`</xmp:CreateDate><xmp:ModifyDate>`+at+`</xmp:ModifyDate><xmp:CreatorTool>Attune</xmp:CreatorTool>
<pdf:Producer>`+producer+`</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`), false)
	return n
}

func escapeXML(s string) string {
	var b strings.Builder
	// Writing to a builder does not fail.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
