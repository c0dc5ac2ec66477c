// What an employer says about a placement, and whom a student may ask.

import { allow, type Decision, refuse } from './decision.ts'

export type AnswerKind =
  | 'confirm'
  | 'fewer'
  | 'giveBack'
  | 'didNotHappen'
  | 'wrongPerson'
  | 'unknown'

/** Facts the instructor is shown, as text keys under `unusual.` (design decision 14). */
export type Unusual =
  | 'freeMail'
  | 'campusDomain'
  | 'firstUse'
  | 'changedAddress'
  | 'deniedBefore'
  | 'sameBrowser'
  | 'sameNetwork'

export interface Answer {
  at: Date
  kind: AnswerKind
  /** Confirmed hours, for `confirm` and `fewer`. */
  hours: number | null
  why: string | null
  /** Who should be asked instead, in the employer's words. */
  rightPerson: string | null
  byName: string
  byMail: string
  unusual: Unusual[]
}

/** A question put to a supervisor. Every link of one request opens the same page. */
export interface ConfirmationRequest {
  id: string
  mail: string
  name: string
  at: Date
  expiresAt: Date
}

export const ASK_DAYS = 30
export const ASKS_PER_DAY = 10
export const ASKS_PER_ADDRESS = 3

const FREE_MAIL = new Set(
  `gmail.com googlemail.com msn.com icloud.com me.com mac.com aol.com ymail.com rocketmail.com
  gmx.net web.de mail.com proton.me protonmail.com pm.me tutanota.com tuta.io mail.ru qq.com 163.com
  126.com fastmail.com zoho.com hey.com t-online.de orange.fr free.fr laposte.net libero.it seznam.cz
  wp.pl o2.pl naver.com rediffmail.com uol.com.br bol.com.br btinternet.com comcast.net`.split(
    /\s+/,
  ),
)
/** Providers with a domain in most countries: hotmail.co.uk, yahoo.de, live.com.au. */
const FREE_BRANDS = /^(gmx|hotmail|live|outlook|yahoo|yandex)\.((com?\.)?[a-z]{2}|com)$/

/** An address as we compare it. */
export function normalMail(mail: string): string {
  return mail.trim().toLowerCase()
}

/** The mailbox an address reaches: as we compare it, without a "+tag". */
export function mailbox(mail: string): string {
  return normalMail(mail).replace(/^([^+@]+)\+[^@]*@/, '$1@')
}

/** The part after the at sign. */
export function mailDomain(mail: string): string {
  return normalMail(mail).split('@').at(-1) ?? ''
}

/** True for providers that give an address to anybody. */
export function isFreeMail(mail: string): boolean {
  const domain = mailDomain(mail)
  return FREE_MAIL.has(domain) || FREE_BRANDS.test(domain)
}

/**
 * Whether a student may ask this address (design decision 14).
 * Counts are of requests already made: by the student today, and to the address for this placement.
 * An address that answered "I do not know this person" is not asked by this student again.
 */
export function mayAsk(facts: {
  mail: string
  studentMail: string | null
  isMember: boolean
  stopped: boolean
  askedToday: number
  askedAddress: number
}): Decision<void> {
  const own = facts.studentMail !== null && mailbox(facts.studentMail) === mailbox(facts.mail)
  if (own) return refuse('ask.ownAddress')
  if (facts.isMember) return refuse('ask.memberAddress')
  if (facts.stopped) return refuse('ask.stopped')
  if (facts.askedAddress >= ASKS_PER_ADDRESS)
    return refuse('ask.addressOften', { most: ASKS_PER_ADDRESS })
  if (facts.askedToday >= ASKS_PER_DAY) return refuse('ask.dayOften', { most: ASKS_PER_DAY })
  return allow(undefined)
}

/** What an instructor should know about who answered, from where. */
export function unusualFacts(facts: {
  mail: string
  campusDomains: string[]
  firstUse: boolean
  /** Another address was asked about this before. */
  changedAddress: boolean
  /** Somebody said that it did not happen, or that they do not know the student. */
  deniedBefore: boolean
  sameBrowser: boolean
  sameNetwork: boolean
}): Unusual[] {
  const found: Unusual[] = []
  if (isFreeMail(facts.mail)) found.push('freeMail')
  else if (facts.campusDomains.includes(mailDomain(facts.mail))) found.push('campusDomain')
  if (facts.firstUse) found.push('firstUse')
  if (facts.changedAddress) found.push('changedAddress')
  if (facts.deniedBefore) found.push('deniedBefore')
  if (facts.sameBrowser) found.push('sameBrowser')
  else if (facts.sameNetwork) found.push('sameNetwork')
  return found
}
