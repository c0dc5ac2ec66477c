// Sessions: opened by a launch or by a single-use office link, looked up on every request, ended by a mark.

import type { OfficeRole } from '../../domain/access.ts'
import type { Link } from '../../domain/link.ts'
import type { Person } from '../../domain/person.ts'
import type { Session } from '../../domain/session.ts'
import { Conflict, NotFound } from '../../errors.ts'
import { hashOf } from '../../random.ts'
import type { Context, Hands, PersonContext } from '../context.ts'
import { audit } from '../office/audits.ts'

const HOUR_MS = 3_600_000
const IDLE_MS = 2 * HOUR_MS
const ABSOLUTE_MS = 12 * HOUR_MS
const LINK_SESSION_MS = 2 * HOUR_MS
const TOUCH_MS = 60_000
const LINK_HOURS = 0.25
const FIRST_ADMIN_HOURS = 72

type Opening = Pick<
  Session,
  | 'kind'
  | 'personId'
  | 'courseId'
  | 'assignmentId'
  | 'platformId'
  | 'launchedFrom'
  | 'offices'
  | 'via'
  | 'network'
  | 'transaction'
> &
  Partial<Pick<Session, 'step' | 'unresolved'>>

/**
 * Opens a session; the login transaction's unique key makes a replay fail here (design decision 7).
 * The one that this browser held before is ended; when it was the same person's, forms in their other tabs stay good.
 * @returns the session and the secret for its cookie
 * @throws {Conflict} the launch was used already
 */
export async function openSession(
  ctx: Context,
  opening: Opening,
  before: Session | null = null,
): Promise<{ session: Session; secret: string }> {
  const isSame = before?.personId === opening.personId
  const secret = ctx.newSecret()
  const createdAt = ctx.now()
  const life = opening.via === 'link' ? LINK_SESSION_MS : ABSOLUTE_MS
  const session: Session = {
    step: null,
    unresolved: [],
    ...opening,
    id: hashOf(secret),
    publicId: isSame ? before.publicId : ctx.newId(),
    institutionId: ctx.institution.id,
    csrf: isSame ? before.csrf : ctx.newSecret(),
    createdAt,
    seenAt: createdAt,
    expiresAt: new Date(createdAt.getTime() + life),
    endedAt: null,
  }
  await ctx.directory.sessions.add(session)
  if (before) await endSession(ctx, before)
  return { session, secret }
}

export type SignedIn = Pick<PersonContext['actor'], 'session' | 'person' | 'desk'>

/**
 * Whose live session is behind a cookie's secret: not ended, not idle for 2 h, not older than its life (design decision 20).
 * @param begins with their desk in the session's course, asked in the same question
 */
export async function signedInBy(
  hands: Hands,
  secret: string,
  begins = false,
): Promise<SignedIn | null> {
  const { sessions } = hands.directory
  const find = begins ? sessions.findWithDesk : sessions.findWithPerson
  const found = await find(hashOf(secret))
  if (!found) return null
  const { id, seenAt, expiresAt } = found.session
  const now = hands.now().getTime()
  const idle = now - seenAt.getTime()
  if (expiresAt.getTime() <= now || idle > IDLE_MS) return null
  if (idle > TOUCH_MS) await hands.directory.sessions.touch(id, hands.now())
  return found
}

/** The institution of a session, also when its time is over; null when there is none or it was ended. */
export async function institutionBehind(hands: Hands, secret: string): Promise<string | null> {
  return (await hands.directory.sessions.find(hashOf(secret)))?.institutionId ?? null
}

/** Ends a session by marking it; its transaction stays used. */
export async function endSession(hands: Hands, session: Session): Promise<void> {
  await hands.directory.sessions.end(session.id, hands.now())
}

/**
 * Makes the single-use address of `person link`: the office's door beside the identity provider.
 * Without a wish it is good for 15 minutes, the first administrator's for 72 hours (interfaces.md).
 * @returns the token for `/enter/:token`
 */
export async function openDoorFor(
  ctx: Context,
  wish: { office: OfficeRole; name: string; hours: number | null },
): Promise<{ token: string; expiresAt: Date }> {
  const hours = wish.hours ?? (await usualHours(ctx, wish.office))
  const token = `${ctx.institution.id}.${ctx.newSecret()}`
  const createdAt = ctx.now()
  const expiresAt = new Date(createdAt.getTime() + hours * HOUR_MS)
  await ctx.directory.links.add({
    hash: hashOf(token),
    institutionId: ctx.institution.id,
    purpose: 'enter',
    placementId: null,
    requestId: null,
    mail: null,
    office: wish.office,
    name: wish.name,
    createdAt,
    expiresAt,
    spentAt: null,
  })
  await audit(ctx, 'audit.linkMade', { office: wish.office })
  return { token, expiresAt }
}

async function usualHours(ctx: Context, office: OfficeRole): Promise<number> {
  const isFirst = office === 'admin' && !(await ctx.store.people.anyWithOffice('admin'))
  return isFirst ? FIRST_ADMIN_HOURS : LINK_HOURS
}

/** The link behind a token, if it is one of this purpose. */
export async function findLink(
  hands: Hands,
  token: string,
  purpose: Link['purpose'],
): Promise<Link | null> {
  const link = await hands.directory.links.find(hashOf(token))
  return link?.purpose === purpose ? link : null
}

/** Why an office link cannot be used any more, as a text key; null when it can. */
export function linkTrouble(link: Link, now: Date): string | null {
  if (link.spentAt) return 'enter.spent'
  return link.expiresAt <= now ? 'enter.expired' : null
}

/**
 * Spends an office link and opens an office session of 2 h.
 * @throws {NotFound} unknown. {Conflict} spent or expired; exactly one of many tries wins
 */
export async function enterByLink(
  ctx: Context,
  link: Link,
  network: string,
): Promise<{ session: Session; secret: string }> {
  const trouble = linkTrouble(link, ctx.now())
  if (trouble) throw new Conflict(trouble)
  if (!link.office || !link.name) throw new NotFound()
  if (!(await ctx.directory.links.spend(link.hash, ctx.now()))) throw new Conflict('enter.spent')
  const person = await officePerson(ctx, link.name, link.office)
  await audit(ctx, 'audit.linkUsed', { office: link.office }, person.id)
  return openSession(ctx, {
    kind: 'office',
    personId: person.id,
    courseId: null,
    assignmentId: null,
    platformId: null,
    launchedFrom: null,
    offices: [link.office],
    via: 'link',
    network,
    transaction: `enter:${link.hash}`,
  })
}

async function officePerson(ctx: Context, name: string, office: OfficeRole): Promise<Person> {
  const known = await ctx.store.people.byOfficeName(name, office)
  if (known) return known
  const person: Person = {
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    accounts: [],
    name,
    givenName: null,
    familyName: null,
    mail: null,
    sisPersonId: null,
    offices: [office],
    test: false,
    createdAt: ctx.now(),
  }
  await ctx.store.people.add(person)
  return person
}
