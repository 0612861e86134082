package world

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"sync"
	"time"
)

// tlsHandshake is the first byte of every TLS connection; no HTTP request
// begins with it.
const tlsHandshake = 0x16

// certify makes a certificate for the hosts, signed by itself and worth
// nothing to anyone who was not given roots.
func certify(hosts []string) (cert tls.Certificate, roots *x509.CertPool, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return cert, nil, fmt.Errorf("make the world's key: %w", err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "Dateline demonstration"},
		// Wide enough for any machine's clock, since it never leaves memory.
		NotBefore:             time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:              time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			form.IPAddresses = append(form.IPAddresses, ip)
			continue
		}
		form.DNSNames = append(form.DNSNames, h)
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		return cert, nil, fmt.Errorf("make the world's certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return cert, nil, fmt.Errorf("read the world's certificate: %w", err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, roots, nil
}

// eitherListener accepts connections that speak HTTP or HTTPS, whichever the
// other side begins with: a day's http and https addresses share one port.
type eitherListener struct {
	net.Listener
	secure *tls.Config
}

// Accept waits for the next connection.
func (l *eitherListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &eitherConn{Conn: c, secure: l.secure}, nil
}

// eitherConn finds out with the first byte read what the other side speaks.
// An HTTP server always reads before it writes and before it starts another
// goroutine on the connection, so what the first Read sets needs no lock.
type eitherConn struct {
	net.Conn
	secure *tls.Config
	first  sync.Once
	inner  net.Conn
	fault  error
}

// Read reads what the other side sent, decrypted when it speaks TLS.
func (c *eitherConn) Read(p []byte) (int, error) {
	c.first.Do(c.recognise)
	if c.fault != nil {
		return 0, c.fault
	}
	return c.inner.Read(p)
}

// Write sends p, encrypted when the other side speaks TLS.
func (c *eitherConn) Write(p []byte) (int, error) {
	c.first.Do(c.recognise)
	if c.fault != nil {
		return 0, c.fault
	}
	return c.inner.Write(p)
}

func (c *eitherConn) recognise() {
	var first [1]byte
	if _, c.fault = io.ReadFull(c.Conn, first[:]); c.fault != nil {
		return
	}
	whole := &resumedConn{Conn: c.Conn, r: io.MultiReader(bytes.NewReader(first[:]), c.Conn)}
	c.inner = whole
	if first[0] == tlsHandshake {
		c.inner = tls.Server(whole, c.secure)
	}
}

// scheme returns what the connection speaks; it is known once a request came.
func (c *eitherConn) scheme() string {
	if _, ok := c.inner.(*tls.Conn); ok {
		return "https"
	}
	return "http"
}

// resumedConn is a connection whose first byte was read already.
type resumedConn struct {
	net.Conn
	r io.Reader
}

// Read reads the byte that was read already, then what follows it.
func (c *resumedConn) Read(p []byte) (int, error) { return c.r.Read(p) }
