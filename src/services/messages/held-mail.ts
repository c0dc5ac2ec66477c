// Mail of a test system is held back: its course's staff read it here, and open the supervisor's page from it.

import type { Debt, Debts } from '../../domain/debt.ts'
import type { Placement } from '../../domain/placement.ts'
import { NotFound } from '../../errors.ts'
import type { Message } from '../../mail/mailer.ts'
import type { Context, PersonContext } from '../context.ts'
import { type Place, staffIn } from '../rights.ts'
import { HELD_BACK, messageFor, mintLink } from './messages.ts'

/** A mail that would have gone out. */
export interface HeldMail {
  at: Date
  message: Message
  /** The placement it asks a supervisor about, while the question is open. */
  asks: string | null
}

interface Held {
  of: 'claim' | 'placement' | 'allowance'
  id: string
  debt: Debt
}

/** A copied course holds hundreds of people, and each mail is written anew to be shown. */
const MOST = 100

/**
 * Mail about people of a test system that was not sent, the newest first; in a real course there is none.
 * @throws {NotFound} not a member. {Forbidden} not its staff
 */
export async function heldMail(
  ctx: PersonContext,
  courseId: string,
): Promise<{ place: Place; mails: HeldMail[] }> {
  const place = await staffIn(ctx, courseId)
  const claims = await ctx.store.claims.ofCourse(courseId)
  const placements = await placementsIn(ctx, courseId)
  const assignments = await ctx.store.assignments.ofCourse(courseId)
  const allowances = await ctx.store.allowances.ofAssignments(assignments.map(({ id }) => id))
  const newest = [
    ...claims.flatMap((one) => heldOf('claim', one)),
    ...allowances.flatMap((one) => heldOf('allowance', one)),
    ...placements.flatMap((one) => heldOf('placement', one)),
  ].sort((a, b) => doneAt(b) - doneAt(a))
  const mails = await Promise.all(newest.slice(0, MOST).map((held) => shown(ctx, held)))
  return { place, mails: mails.flatMap((mail) => mail ?? []) }
}

/**
 * A link to the supervisor's page of a test system's placement, as the mail would have held it.
 * @throws {NotFound} nobody is asked about it here. {Forbidden} not the course's staff
 */
export async function openHeld(
  ctx: PersonContext,
  courseId: string,
  placementId: string,
): Promise<string> {
  await staffIn(ctx, courseId)
  const placements = await placementsIn(ctx, courseId)
  const placement = placements.find(({ id }) => id === placementId)
  if (!placement?.request) throw new NotFound()
  return mintLink(ctx, placement)
}

// Those of test systems' people only.
async function placementsIn(ctx: Context, courseId: string): Promise<Placement[]> {
  const members = await ctx.store.memberships.ofCourse(courseId)
  const people = await ctx.store.people.getMany(members.map(({ personId }) => personId))
  const tests = [...people.values()].filter(({ test }) => test)
  const each = await Promise.all(tests.map(({ id }) => ctx.store.placements.ofPerson(id)))
  return each.flat()
}

function heldOf(of: Held['of'], { id, debts }: { id: string; debts: Debts }): Held[] {
  const held = Object.values(debts).filter(({ answers }) => answers.at(-1)?.text === HELD_BACK)
  return held.map((debt) => ({ of, id, debt }))
}

const doneAt = ({ debt }: Held) => debt.doneAt?.getTime() ?? 0

async function shown(ctx: Context, held: Held): Promise<HeldMail | null> {
  const at = held.debt.doneAt
  // No link is made by looking: the button beside it makes one.
  const message = await messageFor(ctx, held, async () => '…')
  return message && at && { at, message, asks: held.debt.key === 'ask' ? held.id : null }
}
