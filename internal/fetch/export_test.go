package fetch

import (
	"context"
	"net/url"
)

// Post sends a form to a hub, for the tests of what goes out.
func (c *Client) Post(ctx context.Context, address string, form url.Values) (status int, err error) {
	status, fault := c.post(ctx, address, form.Encode())
	if fault != nil {
		return fault.Status, fault
	}
	return status, nil
}
