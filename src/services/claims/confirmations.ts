// An employer looks at what a student says, and answers; a claim that holds it learns of it.

import type { Claim } from '../../domain/claim.ts'
import type { AnswerKind } from '../../domain/confirmation.ts'
import { ASK_DAYS, mailbox, mailDomain, unusualFacts } from '../../domain/confirmation.ts'
import { owe } from '../../domain/debt.ts'
import { deniedBefore } from '../../domain/denials.ts'
import type { HistoryLine } from '../../domain/history.ts'
import { shortName } from '../../domain/person.ts'
import { answered, type Placement } from '../../domain/placement.ts'
import { Conflict, NotFound } from '../../errors.ts'
import { accept } from '../accept.ts'
import type { EmployerContext } from '../context.ts'

const RENEW_MS = 3_600_000

export interface Peek {
  placement: Placement
  student: string | null
  institutionName: string
  /** `open` can be answered or corrected; `decided` shows the answer; `dead` asks nobody any more. */
  state: 'open' | 'expired' | 'decided' | 'dead'
}

/**
 * What the link shows. Looking never answers: mail scanners open links.
 * @throws {NotFound} no placement behind it
 */
export async function peek(ctx: EmployerContext): Promise<Peek> {
  const placement = await linkedPlacement(ctx)
  const person = await ctx.store.people.get(placement.personId)
  return {
    placement,
    student: shortName(person),
    institutionName: ctx.institution.name,
    state: await stateOf(ctx, placement),
  }
}

async function linkedPlacement(ctx: EmployerContext): Promise<Placement> {
  const { placementId } = ctx.actor.link
  if (placementId === null) throw new NotFound('confirm.unknownLink')
  return ctx.store.placements.get(placementId)
}

async function stateOf(ctx: EmployerContext, placement: Placement): Promise<Peek['state']> {
  const { link } = ctx.actor
  if (placement.request?.id !== link.requestId) return 'dead'
  if (await isDecided(ctx, placement)) return placement.answer ? 'decided' : 'dead'
  if (link.expiresAt <= ctx.now() && !placement.answer) return 'expired'
  return 'open'
}

async function isDecided(ctx: EmployerContext, placement: Placement): Promise<boolean> {
  const holders = await ctx.store.claims.holding([placement.id])
  return holders.some((claim) => claim.state === 'approved' || claim.state === 'final')
}

export interface AnswerInput {
  kind: AnswerKind
  hours: number | null
  why: string | null
  rightPerson: string | null
  /** Who is signed in with the answering browser. */
  signedIn: string | null
  /** Hash of the answering network. */
  network: string
}

/**
 * The employer answers, or corrects an answer while nothing was decided.
 * @throws {Conflict} the link is over. {Refused} the hours do not fit
 */
export async function answer(ctx: EmployerContext, input: AnswerInput): Promise<Placement> {
  const placement = await linkedPlacement(ctx)
  const state = await stateOf(ctx, placement)
  if (state !== 'open') throw new Conflict(`confirm.${state}`)
  const request = placement.request
  if (!request) throw new Conflict('confirm.dead')
  const at = ctx.now()
  const after = accept(
    answered(placement, {
      at,
      kind: input.kind,
      hours: input.hours,
      why: input.why,
      rightPerson: input.rightPerson,
      byName: request.name,
      byMail: request.mail,
      unusual: await unusual(ctx, placement, input),
    }),
  )
  const saved = await ctx.store.placements.save(telling(after, at))
  await ctx.directory.links.spend(ctx.actor.link.hash, at)
  await tellClaims(ctx, saved)
  return saved
}

async function unusual(ctx: EmployerContext, placement: Placement, input: AnswerInput) {
  const mail = placement.request?.mail ?? ''
  const domain = mailDomain(mail)
  const onCampus = await ctx.store.people.hasMailDomain(domain)
  const { institution, directory } = ctx
  return unusualFacts({
    mail,
    campusDomains: onCampus ? [domain] : [],
    firstUse: await isFirstUse(ctx, mail, placement),
    changedAddress: placement.asked.some((asked) => mailbox(asked.mail) !== mailbox(mail)),
    deniedBefore: deniedBefore(placement, await ctx.store.placements.ofPerson(placement.personId)),
    sameBrowser: input.signedIn === placement.personId,
    sameNetwork: await directory.sessions.usedNetwork(
      institution.id,
      placement.personId,
      input.network,
    ),
  })
}

// What a test system's people were answered makes no address known.
async function isFirstUse(ctx: EmployerContext, mail: string, { id }: Placement): Promise<boolean> {
  const people = await ctx.store.people.getMany(await ctx.store.placements.answeredFor(mail, id))
  return [...people.values()].every(({ test }) => test)
}

// A copy to the employer, a word to the student.
function telling(placement: Placement, at: Date): Placement {
  const receipt = { key: 'receipt', kind: 'mail' as const, value: {}, at }
  const told = { key: 'answered', kind: 'mail' as const, value: {}, at }
  return { ...placement, debts: owe(owe(placement.debts, receipt), told) }
}

// A waiting claim is reckoned anew: its version moves on, so that a decision being saved meanwhile is refused.
// Should the process end before this, the placement's own version refuses it all the same (`reviews.seenOf`).
async function tellClaims(ctx: EmployerContext, placement: Placement): Promise<void> {
  const holders: Claim[] = await ctx.store.claims.holding([placement.id])
  const { answer: said } = placement
  for (const claim of holders) {
    await ctx.store.claims.bump(claim.id, {
      at: ctx.now(),
      personId: null,
      name: said?.byName ?? null,
      what: 'claim.answerArrived',
      why: null,
      facts: { title: placement.statement.title },
    })
  }
}

/**
 * An expired link asks for a new one, to the same address; at most one an hour is sent.
 * @throws {Conflict} the link is not expired, or nobody is asked any more
 */
export async function renew(ctx: EmployerContext): Promise<void> {
  const placement = await linkedPlacement(ctx)
  if ((await stateOf(ctx, placement)) !== 'expired') throw new Conflict('confirm.dead')
  const request = placement.request
  if (!request) throw new Conflict('confirm.dead')
  const at = ctx.now()
  if (isOnItsWay(placement, at)) return
  const expiresAt = new Date(at.getTime() + ASK_DAYS * 86_400_000)
  const ask = { key: 'ask', kind: 'mail' as const, value: { requestId: request.id }, at }
  await ctx.store.placements.save({
    ...placement,
    request: { ...request, expiresAt },
    history: [...placement.history, renewal(request.name, at)],
    debts: owe(placement.debts, ask),
  })
}

// Owed already, or sent a short while ago: the link can be used as often as one likes, the mail cannot.
function isOnItsWay({ debts }: Placement, at: Date): boolean {
  const sentAt = debts.ask?.doneAt
  if (debts.ask?.state === 'due') return true
  return !!sentAt && at.getTime() - sentAt.getTime() < RENEW_MS
}

function renewal(name: string, at: Date): HistoryLine {
  return { at, personId: null, name, what: 'placement.linkAgain', why: null, facts: {} }
}
