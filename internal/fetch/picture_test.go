package fetch

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

func TestPictureFault(t *testing.T) {
	var whole, photo, moving bytes.Buffer
	small := image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.Black, color.White})
	frames := &gif.GIF{}
	for range mostFrames + 1 {
		frames.Image, frames.Delay = append(frames.Image, small), append(frames.Delay, 1)
	}
	var still bytes.Buffer
	for _, err := range []error{
		png.Encode(&whole, small), jpeg.Encode(&photo, small, nil), gif.EncodeAll(&moving, frames), gif.Encode(&still, small, nil),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	huge := bytes.Clone(whole.Bytes())
	copy(huge[16:], "\x7f\xff\xff\xff\x7f\xff\xff\xff")
	for _, tc := range []struct {
		name, media string
		body        []byte
		want        Kind
	}{
		{"no picture", "text/html", whole.Bytes(), ""},
		{"a page by the name of a picture", "image/png", []byte("<html>"), KindPictureType},
		{"a drawing with scripts", "image/svg+xml", []byte("<svg>"), KindPictureType},
		{"nothing", "image/gif", nil, KindPictureType},
		{"PNG", "image/png; q=1", whole.Bytes(), KindNotAFeed},
		{"PNG by another name", "image/gif", whole.Bytes(), KindNotAFeed},
		{"PNG, cut", "image/png", whole.Bytes()[:whole.Len()-20], KindPictureDamage},
		{"PNG, cut in its head", "image/png", whole.Bytes()[:20], KindPictureDamage},
		{"PNG, huge by what it says", "image/png", huge, KindPictureSize},
		{"JPEG", "image/jpeg", photo.Bytes(), KindNotAFeed},
		{"JPEG, cut", "image/jpeg", photo.Bytes()[:30], KindPictureDamage},
		{"GIF", "image/gif", still.Bytes(), KindNotAFeed},
		{"GIF, cut", "image/gif", still.Bytes()[:still.Len()-3], KindPictureDamage},
		{"GIF, with many frames", "image/gif", moving.Bytes(), KindPictureFrames},
		{"GIF and a script", "image/gif", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00/*" + strings.Repeat("x", 30) + "*/=1;"), KindPictureDamage},
	} {
		var got Kind
		if fault := pictureFault(&Response{ContentType: tc.media, Body: tc.body, Status: 200}); fault != nil {
			got = fault.Kind
		}
		if got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
	for n := range moving.Len() {
		measure(moving.Bytes()[:n]) // it does not fail on any beginning
	}
	for n := range whole.Len() {
		measure(whole.Bytes()[:n])
	}
}
