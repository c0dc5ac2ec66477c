// Words from views/text/en.json; numbers, dates, spans and money by Intl.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dayIn } from './domain/calendar.ts'

const LANGUAGE = 'en-US'
const FILE = join(import.meta.dirname, '../views/text/en.json')

export type Facts = Record<string, unknown>

const sentences = new Map(flat(JSON.parse(readFileSync(FILE, 'utf8')), ''))
const plural = new Intl.PluralRules(LANGUAGE)
const plain = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 2 })

function flat(node: unknown, path: string): [string, string][] {
  if (typeof node === 'string') return [[path, node]]
  if (node === null || typeof node !== 'object') throw new Error(`views/text: '${path}' is no text`)
  return Object.entries(node).flatMap(([name, value]) =>
    flat(value, path === '' ? name : `${path}.${name}`),
  )
}

// {name} is a blank; {name|one:hour|other:hours} is a word that goes with the number in it.
const BLANK = /\{(\w+)((?:\|\w+:[^|{}]*)*)\}/g

/**
 * The sentence under a key, its blanks filled.
 * @throws {Error} no such key, or a blank without its fact
 */
export function t(key: string, facts: Facts = {}): string {
  const sentence = sentences.get(key)
  if (sentence === undefined) throw new Error(`views/text: no sentence '${key}'`)
  const filled = sentence.replaceAll(BLANK, (_all, name: string, forms: string) => {
    const fact = facts[name]
    if (forms !== '' && typeof fact === 'number') return form(key, forms, fact)
    if (typeof fact === 'number') return number(fact)
    if (forms === '' && typeof fact === 'string') return fact
    throw new Error(`views/text: '${key}' has no usable fact '${name}'`)
  })
  // An LMS without a name of its own (“the LMS”) may begin a sentence too.
  return sentence.startsWith('{lms}') ? filled.charAt(0).toUpperCase() + filled.slice(1) : filled
}

function form(key: string, forms: string, fact: number): string {
  const words = new Map(
    forms
      .slice(1)
      .split('|')
      .map((part) => {
        const colon = part.indexOf(':')
        return [part.slice(0, colon), part.slice(colon + 1)] as const
      }),
  )
  const word = words.get(plural.select(fact)) ?? words.get('other')
  if (word === undefined) throw new Error(`views/text: '${key}' lacks a plural form`)
  return word
}

/** True when there is a sentence under this key. */
export function hasText(key: string): boolean {
  return sentences.has(key)
}

/** All keys, for the test that none is unused. */
export function textKeys(): string[] {
  return [...sentences.keys()]
}

/** A number as people read it, with at most two decimals. */
export function number(value: number): string {
  return plain.format(value)
}

/** Hours as people read them: "14", "14.5". */
export function hours(value: number): string {
  return number(value)
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>

// Making a format takes longer than using it a hundred times, and a page shows many days.
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = Object.values(options).join()
  const format = formats.get(key) ?? new Intl.DateTimeFormat(LANGUAGE, options)
  formats.set(key, format)
  return format
}

function partsOf(at: Date, options: Intl.DateTimeFormatOptions): Parts {
  const parts = formatOf(options).formatToParts(at)
  return Object.fromEntries(parts.map((part) => [part.type, part.value]))
}

const DAY = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** A plain day: "Thu 19 Nov 2026". */
export function day(plainDay: string): string {
  const p = partsOf(new Date(`${plainDay}T00:00:00Z`), { ...DAY, timeZone: 'UTC' })
  return `${p.weekday} ${p.day} ${p.month} ${p.year}`
}

const PLAIN_DAY = /^\d{4}-\d{2}-\d{2}$/

/** Facts with their days as people read them; all else as it is. */
export function dated(facts: Facts): Facts {
  const shown = Object.entries(facts).map(([name, fact]) => {
    return [name, typeof fact === 'string' && PLAIN_DAY.test(fact) ? day(fact) : fact] as const
  })
  return Object.fromEntries(shown)
}

/** From one day to another: "3 Nov 2026 – 17 Nov 2026"; what is not known yet is left open. */
export function days(from: string | null, to: string | null): string {
  const short = (plainDay: string | null) => (plainDay ? day(plainDay).replace(/^\w+ /, '') : '…')
  return from === to ? short(from) : `${short(from)} – ${short(to)}`
}

/** The day it was, in a zone: "Thu 19 Nov 2026". */
export function dayAt(at: Date, timezone: string): string {
  return day(dayIn(at, timezone))
}

/** An instant in a zone: "Thu 19 Nov 2026, 14:05"; for strangers with the zone's name behind it. */
export function instant(at: Date, timezone: string, nameZone = false): string {
  const p = partsOf(at, { ...CLOCK, timeZone: timezone, timeZoneName: 'short' })
  const clock = `${dayAt(at, timezone)}, ${p.hour}:${p.minute}`
  return nameZone ? `${clock} ${p.timeZoneName}` : clock
}

const SPANS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

const spanIn = (unit: string) =>
  new Intl.NumberFormat(LANGUAGE, { style: 'unit', unit, unitDisplay: 'long' })
const spans = { day: spanIn('day'), hour: spanIn('hour'), minute: spanIn('minute') }

/** How long it has been, in its largest whole unit: "4 days". */
export function since(at: Date, now: Date): string {
  const ms = Math.max(0, now.getTime() - at.getTime())
  const [unit, length] = SPANS.find(([, size]) => ms >= size) ?? [null, 0]
  if (unit === null) return t('unit.moment')
  return spans[unit].format(Math.floor(ms / length))
}

/** Money from hundredths of a currency; currencies without cents are shown without. */
export function money(hundredths: number, currency: string): string {
  return new Intl.NumberFormat(LANGUAGE, { style: 'currency', currency }).format(hundredths / 100)
}
