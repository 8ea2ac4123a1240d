package postgres

import "context"

// Setting reads a setting of a session.
func (s *Store) Setting(ctx context.Context, name string) (value string) {
	if err := s.pool.QueryRow(ctx, "SELECT current_setting($1)", name).Scan(&value); err != nil {
		return err.Error()
	}
	return value
}
