package post

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"github.com/attune-quiz/attune/quiz"
)

// attachment is the name under which the playbook is downloaded, too.
const attachment = "playbook.pdf"

// message writes a letter in the locale. Of the recipient it holds nothing but
// the address, and it calls nothing home.
func (s *Sender) message(l quiz.Letter, locale quiz.Locale, pdf []byte) (*mail.Msg, error) {
	to, err := wire(l.To)
	if err != nil {
		return nil, err
	}
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := m.From(s.from.String()); err != nil {
		return nil, fmt.Errorf("the address that letters come from: %w", err)
	}
	if err := m.To(to); err != nil {
		return nil, fmt.Errorf("%w: the address cannot be written", quiz.ErrUndeliverable)
	}
	m.Subject(s.texts.Text(locale, "mail.subject"))
	m.SetDateWithValue(s.now().UTC())
	m.SetMessageIDWithValue(string(l.ID) + "@" + s.domain) // of every try
	m.SetGenHeader(mail.Header("Auto-Submitted"), "auto-generated")
	m.SetGenHeader(mail.HeaderContentLang, string(locale))
	m.SetBodyString(mail.TypeTextPlain, s.texts.Text(locale, "mail.text"))
	err = m.AttachReader(attachment, bytes.NewReader(pdf), mail.WithFileContentType("application/pdf"))
	if err != nil {
		return nil, fmt.Errorf("attach the playbook: %w", err)
	}
	return m, nil
}

// wire writes the domain of an address as the network knows it.
func wire(address string) (string, error) {
	at := strings.LastIndexByte(address, '@')
	names := idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(true))
	domain, err := names.ToASCII(address[at+1:])
	if err != nil || domain == "" {
		return "", fmt.Errorf("%w: there can be no such domain", quiz.ErrUndeliverable)
	}
	return address[:at+1] + domain, nil
}
