package wire

import "time"

// time puts the parts together.
func (d *dateReader) time() time.Time {
	if !d.ordinary || !d.settle() {
		return time.Time{}
	}
	if d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 || d.hour > 48 || d.minute > 99 {
		return time.Time{}
	}
	if d.year > 2440 && d.year < 2640 {
		d.year -= 543 // the years since the Buddha
	}
	if d.year < 1900 || d.year > 2200 {
		return time.Time{}
	}
	if d.half == 1 && d.hour < 12 {
		d.hour += 12
	}
	if d.half == -1 && d.hour == 12 {
		d.hour = 0
	}
	if d.korean && !d.zoned {
		d.offset = 9 * 3600
	}
	at := time.Date(d.year, d.month, d.day, d.hour, d.minute, d.second, d.nano, time.UTC)
	return at.Add(-time.Duration(d.offset) * time.Second)
}

// settle finds out which number is the year, the month and the day.
func (d *dateReader) settle() bool {
	n := d.numbers[:d.count]
	if len(n) >= 3 && d.month != 0 && d.monthAt == 0 && d.year == 0 && max(n[0].digits, n[2].digits) == 4 {
		// The numbers are a date without it: it was a day of the week, of a
		// country that writes days first.
		d.month, d.slashes = 0, false
	}
	switch {
	case d.year != 0 && d.month != 0:
		d.day = max(d.day, 1)
		return true
	case d.month != 0:
		return d.namedMonth(n)
	case len(n) == 0:
		return false
	case d.week:
		return d.weekDate(n)
	case len(n) == 1:
		return d.packed(n[0])
	case n[0].digits == 4 || len(n) == 2 && n[1].digits == 3:
		return d.yearFirst(n)
	case len(n) == 2:
		return d.twoNumbers(n)
	case n[2].digits == 4:
		return d.yearLast(n)
	}
	return d.shortYear(n)
}

// namedMonth settles "01 Jan 2004", "Jan 1 2004", "2004-Jan-01", "Jan 2004".
func (d *dateReader) namedMonth(n []dateNumber) bool {
	switch {
	case len(n) == 0:
		return false
	case len(n) == 1:
		d.year, d.day = fullYear(n[0]), 1
		return n[0].digits >= 3
	case n[0].digits >= 3 && n[1].digits < 3, n[1].digits < 3 && n[0].value > 31:
		d.year, d.day = fullYear(n[0]), n[1].value
	default:
		d.day, d.year = n[0].value, fullYear(n[1])
	}
	return true
}

// packed settles a date written as one number: "2004", "20040131",
// "040131", "2004031", "20040131194821", or the seconds, or parts of seconds,
// since 1970.
func (d *dateReader) packed(n dateNumber) bool {
	v := n.value
	switch n.digits {
	case 2:
		d.year, d.month, d.day = 2000+v, 1, 1
		return d.short
	case 4:
		if d.short {
			d.year, d.month, d.day = 2000+v/100, time.Month(v%100), 1
			return true
		}
		d.year, d.month, d.day = v, 1, 1
		return true
	case 5:
		return d.dayOfYear(2000+v/1000, v%1000)
	case 6:
		return d.sixDigits(v)
	case 7:
		return d.dayOfYear(v/1000, v%1000)
	case 8:
		d.date(v)
		return true
	case 12:
		d.date(v / 1e4)
		d.hour, d.minute = v/100%100, v%100
		return true
	case 14:
		d.date(v / 1e6)
		d.hour, d.minute, d.second = v/1e4%100, v/100%100, v%100
		return true
	}
	return d.sinceEpoch(n)
}

// sixDigits settles "040131" and, where that makes no date, "200413".
func (d *dateReader) sixDigits(v int) bool {
	if m := v / 100 % 100; m >= 1 && m <= 12 && v%100 >= 1 && v%100 <= 31 {
		d.year, d.month, d.day = fullYear(dateNumber{v / 1e4, 2}), time.Month(m), v%100
		return true
	}
	d.year, d.month, d.day = v/100, time.Month(v%100), 1
	return true
}

func (d *dateReader) sinceEpoch(n dateNumber) bool {
	v := n.value // at most its first fourteen digits
	switch n.digits {
	case 10:
	case 13:
		v /= 1e3
	case 16, 19:
		v /= 1e4
	default:
		return false
	}
	if d.timed {
		return false
	}
	at := time.Unix(int64(v), 0).UTC()
	d.year, d.month, d.day = at.Date()
	d.hour, d.minute, d.second = at.Clock()
	return true
}

func (d *dateReader) date(v int) {
	d.year, d.month, d.day = v/1e4, time.Month(v/100%100), v%100
}

func (d *dateReader) dayOfYear(year, day int) bool {
	at := time.Date(year, 1, day, 0, 0, 0, 0, time.UTC)
	d.year, d.month, d.day = at.Date()
	return day > 0 && d.year == year
}

// weekDate settles "2004-W01-4" and "2004W014". The first week of a year is
// the one with its first Thursday; weeks begin on Monday.
func (d *dateReader) weekDate(n []dateNumber) bool {
	if len(n) < 2 {
		return false
	}
	week, day := n[1].value, 1
	switch {
	case len(n) > 2:
		day = n[2].value
	case n[1].digits == 3:
		week, day = week/10, week%10
	}
	if week < 1 || week > 53 || day < 1 || day > 7 {
		return false
	}
	fourth := time.Date(fullYear(n[0]), 1, 4, 0, 0, 0, 0, time.UTC) // is always in the first week
	monday := 1 - (int(fourth.Weekday())+6)%7
	d.year, d.month, d.day = fourth.AddDate(0, 0, monday-1+(week-1)*7+day-1).Date()
	return true
}

// yearFirst settles "2004-01-31", "2004-01", and "2004-031", a day of the
// year. A year below 100 that was written with four digits lost its century,
// but the first day of all is what programs write for no date.
func (d *dateReader) yearFirst(n []dateNumber) bool {
	d.year = fullYear(n[0])
	if len(n) == 2 && n[1].digits == 3 {
		return d.dayOfYear(d.year, n[1].value)
	}
	d.month, d.day = time.Month(n[1].value), 1
	if len(n) > 2 {
		d.day = n[2].value
	}
	if d.month > 12 && d.day <= 12 { // the day before the month
		d.month, d.day = time.Month(d.day), int(d.month)
	}
	if n[0].digits == 4 && d.year < 100 {
		d.year += 2000
		return d.year > 2001 || d.month > 1 || d.day > 1
	}
	return true
}

// twoNumbers settles "01/2004", and "-04-01" without its century.
func (d *dateReader) twoNumbers(n []dateNumber) bool {
	if n[1].digits == 4 {
		d.year, d.month, d.day = n[1].value, time.Month(n[0].value), 1
		return true
	}
	d.year, d.month, d.day = 2000+n[0].value, time.Month(n[1].value), 1
	return d.short && n[0].digits == 2
}

// yearLast settles "31.01.2004" and the "01/31/2004" of the United States.
// With slashes the month comes first unless it cannot.
func (d *dateReader) yearLast(n []dateNumber) bool {
	d.year = n[2].value
	first, second := n[0].value, n[1].value
	if (d.slashes && first <= 12) || second > 12 {
		d.month, d.day = time.Month(first), second
		return true
	}
	d.day, d.month = first, time.Month(second)
	return true
}

// shortYear settles "04-01-31", "01/31/04" and "31.01.04".
func (d *dateReader) shortYear(n []dateNumber) bool {
	if d.slashes || d.dots || n[0].value > 0 && n[0].value <= 12 && n[2].value > 31 {
		n[2].value = fullYear(n[2])
		return d.yearLast(n)
	}
	d.year, d.month, d.day = fullYear(n[0]), time.Month(n[1].value), n[2].value
	return true
}

// fullYear completes a year that was written with two digits, or with three,
// as programs do that count the years since 1900.
func fullYear(n dateNumber) int {
	switch {
	case n.digits == 3:
		return 1900 + n.value
	case n.digits > 3:
		return n.value
	case n.value > 68:
		return 1900 + n.value
	}
	return 2000 + n.value
}
