// A student's own micro-internships: draft, ask the supervisor, ask again, change, withdraw.

import { dayIn } from '../../domain/calendar.ts'
import { ASK_DAYS, ASKS_PER_DAY, mailbox, mayAsk, normalMail } from '../../domain/confirmation.ts'
import { owe } from '../../domain/debt.ts'
import {
  edited,
  nextPlacementState,
  type Placement,
  type PlacementStep,
  type Statement,
} from '../../domain/placement.ts'
import { missingIn } from '../../domain/statement.ts'
import { Conflict, Forbidden, Invalid, NotFound, Refused } from '../../errors.ts'
import { accept } from '../accept.ts'
import type { PersonContext } from '../context.ts'
import { onlyPlaying, studentKind } from '../rights.ts'
import { holdersOf } from './holds.ts'

const DAY_MS = 86_400_000

/** All of the actor's placements, newest first. */
async function myPlacements(ctx: PersonContext): Promise<Placement[]> {
  return ctx.store.placements.ofPerson(ctx.actor.person.id)
}

/**
 * One of the actor's own placements.
 * @throws {NotFound} not here, or somebody else's
 */
export async function myPlacement(ctx: PersonContext, id: string): Promise<Placement> {
  const placement = await ctx.store.placements.get(id)
  if (placement.personId !== ctx.actor.person.id) throw new NotFound()
  return placement
}

/** What is missing before the supervisor can be asked, by field. */
export function stillMissing(ctx: PersonContext, statement: Statement): Record<string, string> {
  return missingIn(statement, dayIn(ctx.now(), ctx.institution.timezone))
}

/**
 * Keeps a draft as it is; nothing has to be complete. A new one is made under its fresh id, once:
 * sent again, the form changes what it has made.
 * @throws {Forbidden} not a student. {Conflict} changed elsewhere, or already with the supervisor
 */
export async function saveDraft(
  ctx: PersonContext,
  draft: {
    id: string | null
    fresh?: string | null
    version: number | null
    statement: Statement
  },
): Promise<Placement> {
  const { fresh = null } = draft
  const made = fresh && (await myPlacements(ctx)).find(({ id }) => id === fresh)
  const id = draft.id ?? (made ? made.id : null)
  if (id === null) return record(ctx, fresh ?? ctx.newId(), draft.statement)
  const placement = await myPlacement(ctx, id)
  const after = edited(placement, draft.statement)
  if (!after.ok) throw new Conflict('placement.notEditable')
  // The form of a new one knows no version yet.
  const version = (draft.id === null ? null : draft.version) ?? placement.version
  return ctx.store.placements.save({ ...after.value, version })
}

/**
 * Only students see the form, and who plays one; which of them the actor is.
 * @throws {Forbidden} the actor is a student nowhere
 */
export async function checkMayRecord(ctx: PersonContext): Promise<'student' | 'rehearsal'> {
  const kind = await studentKind(ctx)
  if (kind === null) throw new Forbidden('errors.studentsOnly')
  return kind
}

async function record(ctx: PersonContext, id: string, statement: Statement): Promise<Placement> {
  if ((await checkMayRecord(ctx)) === 'rehearsal') throw onlyPlaying()
  const placement: Placement = {
    id,
    institutionId: ctx.institution.id,
    personId: ctx.actor.person.id,
    state: 'active',
    version: 0,
    statement,
    request: null,
    asked: [],
    answer: null,
    confirmedHours: null,
    history: [line(ctx, 'placement.record')],
    debts: {},
    lateReason: null,
    createdAt: ctx.now(),
  }
  await ctx.store.placements.add(placement)
  return placement
}

/**
 * Sends what the student said to the supervisor, by mail with a link.
 * @throws {Forbidden} a student nowhere any more. {Invalid} something is missing. {Refused} this address may not be asked
 */
export async function askSupervisor(ctx: PersonContext, id: string): Promise<Placement> {
  const placement = await myPlacement(ctx, id)
  const missing = stillMissing(ctx, placement.statement)
  if (Object.keys(missing).length > 0) throw new Invalid(missing)
  const state = accept(nextPlacementState(placement.state, 'submit'))
  await checkAddress(ctx, placement)
  const asked = withRequest(ctx, { ...placement, state, answer: null, confirmedHours: null })
  return ctx.store.placements.save(asked)
}

/**
 * Asks the same supervisor again; every link of the request opens the same page.
 * @throws {Forbidden} a student nowhere any more. {Refused} not waiting, or asked too often
 */
export async function askAgain(ctx: PersonContext, id: string): Promise<Placement> {
  const placement = await myPlacement(ctx, id)
  if (placement.state !== 'submitted') throw new Conflict('placement.notWaiting')
  await checkAddress(ctx, placement)
  return ctx.store.placements.save(withRequest(ctx, placement, placement.request?.id))
}

async function checkAddress(ctx: PersonContext, placement: Placement): Promise<void> {
  await checkMayRecord(ctx)
  const mail = normalMail(placement.statement.supervisorMail)
  const { people, placements } = ctx.store
  const me = ctx.actor.person
  const at = ctx.now()
  const since = new Date(at.getTime() - DAY_MS)
  const askedEver = (await placements.ofPerson(me.id)).flatMap((p) => p.asked)
  const reaches = (asked: { mail: string }) => mailbox(asked.mail) === mailbox(mail)
  accept(
    mayAsk({
      mail,
      studentMail: me.mail,
      isMember: await people.hasMail(mail),
      stopped: askedEver.some((asked) => reaches(asked) && asked.stopped),
      askedToday: await placements.askedSince(me.id, since),
      askedAddress: placement.asked.filter(reaches).length,
    }),
  )
  // Once more and in one write, for many tabs at once.
  const most = ASKS_PER_DAY
  if (await people.countAsk(me.id, at, { since, most })) return
  throw new Refused([{ rule: 'ask.dayOften', facts: { most } }])
}

function withRequest(ctx: PersonContext, placement: Placement, requestId?: string): Placement {
  const at = ctx.now()
  const mail = normalMail(placement.statement.supervisorMail)
  const expiresAt = new Date(at.getTime() + ASK_DAYS * DAY_MS)
  const request = {
    id: requestId ?? ctx.newId(),
    mail,
    name: placement.statement.supervisorName,
    at: requestId ? (placement.request?.at ?? at) : at,
    expiresAt,
  }
  return {
    ...placement,
    request,
    asked: [...placement.asked, { mail, at }],
    history: [...placement.history, line(ctx, requestId ? 'placement.askAgain' : 'placement.ask')],
    debts: owe(placement.debts, { key: 'ask', kind: 'mail', value: { requestId: request.id }, at }),
  }
}

/**
 * The student takes the question back to change something; the old links die.
 * @throws {Refused} already answered. {Conflict} a submitted claim holds it
 */
export async function reopen(ctx: PersonContext, id: string): Promise<Placement> {
  return move(ctx, id, 'reopen')
}

/**
 * The student removes a draft that led nowhere.
 * @throws {Refused} not open from here
 */
export async function withdraw(ctx: PersonContext, id: string): Promise<Placement> {
  return move(ctx, id, 'withdraw')
}

async function move(ctx: PersonContext, id: string, step: PlacementStep): Promise<Placement> {
  const placement = await myPlacement(ctx, id)
  const state = accept(nextPlacementState(placement.state, step))
  const holders = (await holdersOf(ctx, [id])).filter((claim) => claim.state !== 'draft')
  const [holder] = holders
  if (holder) throw new Conflict(`placement.held.${holder.heldUntil ? 'denied' : 'claim'}`)
  const saved = await ctx.store.placements.save({
    ...placement,
    state,
    request: null,
    history: [...placement.history, line(ctx, `placement.${step}`)],
  })
  await ctx.store.links.endFor(id, ctx.now())
  return saved
}

function line(ctx: PersonContext, what: string) {
  const { person } = ctx.actor
  return { at: ctx.now(), personId: person.id, name: person.name, what, why: null, facts: {} }
}
