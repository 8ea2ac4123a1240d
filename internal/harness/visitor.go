package harness

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// Status is the error of an answer that was not the one hoped for.
type Status struct {
	Code int
	Body string
}

func (s Status) Error() string { return fmt.Sprintf("status %d: %.200s", s.Code, s.Body) }

// Visitor takes the test over one wire.
type Visitor struct {
	*Wire
	Partner   string // the site that sends the visitor; empty: none
	Locale    string // empty: en
	Topic     string
	ID, Token string
	Items     []string
}

// begin is the body of the call that begins an attempt at a form.
func (v *Visitor) begin(form, consent string) (string, error) {
	body, err := json.Marshal(struct {
		Instrument string `json:"instrument"`
		Form       string `json:"form"`
		Locale     string `json:"locale"`
		Topic      string `json:"topic,omitempty"`
		Partner    string `json:"partner,omitempty"`
		Consent    string `json:"consent"`
		Age        bool   `json:"age_ok"`
	}{"relationship", form, v.locale(), v.Topic, v.Partner, consent, true})
	return string(body), err
}

func (v *Visitor) locale() string { return cmp.Or(v.Locale, "en") }

// Consent asks for the version of the consent text.
func (v *Visitor) Consent(ctx context.Context) (string, error) {
	var in struct{ Consent struct{ Version string } }
	err := v.call(ctx, http.MethodGet, "/v1/instruments/relationship?locale="+v.locale()+"&form=full", "", http.StatusOK, &in)
	return in.Consent.Version, err
}

// Begin begins an attempt at the form: full or short.
func (v *Visitor) Begin(ctx context.Context, form, consent string) error {
	var begun struct {
		ID, Token string
		Items     []struct{ ID string }
	}
	v.Token = ""
	body, err := v.begin(form, consent)
	if err != nil {
		return err
	}
	if err := v.call(ctx, http.MethodPost, "/v1/attempts", body, http.StatusCreated, &begun); err != nil {
		return err
	}
	v.ID, v.Token, v.Items = begun.ID, begun.Token, nil
	for _, item := range begun.Items {
		v.Items = append(v.Items, item.ID)
	}
	return nil
}

// Save saves one response.
func (v *Visitor) Save(ctx context.Context, item, value int) error {
	body := fmt.Sprintf(`{"responses":{%q:%d}}`, v.Items[item], value)
	return v.call(ctx, http.MethodPut, "/v1/attempts/"+v.ID+"/responses", body, http.StatusOK, nil)
}

// Responses asks which values are stored.
func (v *Visitor) Responses(ctx context.Context) (map[string]int, error) {
	var a struct{ Responses map[string]int }
	err := v.call(ctx, http.MethodGet, "/v1/attempts/"+v.ID, "", http.StatusOK, &a)
	return a.Responses, err
}

// Finish scores the attempt and returns the profile as it was sent.
func (v *Visitor) Finish(ctx context.Context) (json.RawMessage, error) {
	var profile json.RawMessage
	err := v.call(ctx, http.MethodPost, "/v1/attempts/"+v.ID+"/finish", "", http.StatusOK, &profile)
	return profile, err
}

// Playbook reads the playbook.
func (v *Visitor) Playbook(ctx context.Context) error {
	return v.call(ctx, http.MethodGet, "/v1/attempts/"+v.ID+"/playbook", "", http.StatusOK, nil)
}

// Profile reads the stored result.
func (v *Visitor) Profile(ctx context.Context) (json.RawMessage, error) {
	var profile json.RawMessage
	err := v.call(ctx, http.MethodGet, "/v1/attempts/"+v.ID+"/profile", "", http.StatusOK, &profile)
	return profile, err
}

// Unlock opens the gate of the partner with an address, to which the partner
// may write.
func (v *Visitor) Unlock(ctx context.Context, address string) error {
	body := fmt.Sprintf(`{"email":%q,"marketing":true}`, address)
	return v.call(ctx, http.MethodPost, "/v1/attempts/"+v.ID+"/unlock", body, http.StatusOK, nil)
}

// Share makes the card of the map and returns its id.
func (v *Visitor) Share(ctx context.Context) (string, error) {
	var made struct{ ID string }
	err := v.call(ctx, http.MethodPost, "/v1/attempts/"+v.ID+"/share", `{"card":"map"}`, http.StatusCreated, &made)
	return made.ID, err
}

// Erase erases the attempt.
func (v *Visitor) Erase(ctx context.Context) error {
	return v.call(ctx, http.MethodDelete, "/v1/attempts/"+v.ID, "", http.StatusNoContent, nil)
}

// Respond saves a response to every item, one after another.
func (v *Visitor) Respond(ctx context.Context) error {
	for i := range v.Items {
		if err := v.Save(ctx, i, 1+(i*7+i/3)%5); err != nil {
			return err
		}
	}
	return nil
}

// Journey takes the whole test: begin, every item, finish, playbook.
func (v *Visitor) Journey(ctx context.Context, consent string) error {
	if err := v.Begin(ctx, "full", consent); err != nil {
		return err
	}
	if err := v.Respond(ctx); err != nil {
		return err
	}
	if _, err := v.Finish(ctx); err != nil {
		return err
	}
	return v.Playbook(ctx)
}

func (v *Visitor) call(ctx context.Context, method, path, body string, want int, into any) error {
	status, answer, err := v.Do(ctx, method, path, v.Token, body)
	if err != nil {
		return err
	}
	if status != want {
		return Status{status, string(answer)}
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}
