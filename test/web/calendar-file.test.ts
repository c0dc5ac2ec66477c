// The calendar file as RFC 5545 wants it: lines of 75 octets, escaped text, days and moments.

import { describe, expect, it } from 'vitest'
import { type CalendarEvent, calendarFile } from '../../src/web/student/calendar-file.ts'

const STAMP = new Date('2026-11-25T08:30:15.900Z')
const event = (own: Partial<CalendarEvent> = {}): CalendarEvent => ({
  ...{ uid: 'claim-a1@stint.example.edu', title: 'Claim', text: 'Why', when: { on: '2026-12-08' } },
  ...own,
})
const linesOf = (...events: CalendarEvent[]) => calendarFile(events, STAMP).split('\r\n')
const unfolded = (...events: CalendarEvent[]) =>
  calendarFile(events, STAMP).replaceAll('\r\n ', '').split('\r\n')

describe('a calendar file', () => {
  it('is these lines for one day', () => {
    expect(linesOf(event())).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Stint//Deadlines//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'BEGIN:VEVENT',
      'UID:claim-a1@stint.example.edu',
      'DTSTAMP:20261125T083015Z',
      'DTSTART;VALUE=DATE:20261208',
      'SUMMARY:Claim',
      'DESCRIPTION:Why',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })
  it('has moments in UTC', () => {
    const lines = linesOf(event({ when: { at: new Date('2026-12-04T22:00:00Z') } }))
    expect(lines).toContain('DTSTART:20261204T220000Z')
  })
  it('escapes what would be read as its own marks, and lets no line be smuggled in', () => {
    const title = 'a,b;c\\d\r\nBEGIN:VEVENT\nx\ry\u0000\u0007z'
    const lines = unfolded(event({ title }))
    expect(lines).toContain('SUMMARY:a\\,b\\;c\\\\d\\nBEGIN:VEVENT\\nx\\ny  z')
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1)
  })
  it.each([
    ['plain', 'x'.repeat(300)],
    ['of two octets', 'é'.repeat(150)],
    ['of four octets', '🧪'.repeat(90)],
    ['mixed', 'aé🧪,'.repeat(60)],
  ])('folds long text after 75 octets and never inside a letter: %s', (_what, text) => {
    const lines = linesOf(event({ text }))
    for (const line of lines) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(line).not.toContain('\uFFFD')
    }
    expect(unfolded(event({ text }))).toContain(`DESCRIPTION:${text.replaceAll(',', '\\,')}`)
  })
})
