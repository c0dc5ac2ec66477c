// A student's assignment page: what is next, progress, placements, the claim with its arithmetic.

import { isRecordedLate } from '../../domain/admission.ts'
import type { Allowance } from '../../domain/allowance.ts'
import type { AssignmentRule } from '../../domain/assignment-rule.ts'
import { dayIn } from '../../domain/calendar.ts'
import type { Claim } from '../../domain/claim.ts'
import { approval } from '../../domain/claim.ts'
import { CHECKED } from '../../domain/claim-check.ts'
import type { RuleParameters } from '../../domain/credit/parameters.ts'
import { changes } from '../../domain/credit/rule-versions.ts'
import { employersOf, similarPairs } from '../../domain/employers.ts'
import type { Placement } from '../../domain/placement.ts'
import { asHoped, placementRefusals, reckon } from '../../domain/reckoning.ts'
import { leastRequest } from '../../domain/request.ts'
import { type PlacedClaim, type StudentPage, whereOf } from '../../services/claims/standings.ts'
import type { PersonContext } from '../../services/context.ts'
import { day, instant, t } from '../../text.ts'
import { CLAIM_TONES, decisionView, ruleWords } from '../parts/claim.view.ts'
import { deliveryOf } from '../parts/delivery.view.ts'
import { ledgerOf } from '../parts/ledger.view.ts'
import { placementItem } from '../parts/placement.view.ts'
import { refusalText } from '../parts/refusal.view.ts'
import { checkRows, withAllowance } from '../parts/standing.view.ts'
import { threadOf } from '../parts/thread.view.ts'
import { paths } from '../paths.ts'
import { nextStep } from './next-step.view.ts'
import { progressOf } from './progress.view.ts'
import { studentDates } from './student-dates.ts'

interface Typed {
  chosen: string[] | null
  reflection: string | null
  requestedCredits?: string | null
  lateReasons?: Record<string, string>
}

/** The model of views/student/assignment and views/student/no-rule. */
export function studentView(ctx: PersonContext, stored: StudentPage, kept: Typed) {
  const page = { ...stored, asked: asHoped(stored.asked) }
  const { claim, rule, assignment, placements } = page
  const { timezone } = ctx.institution
  const chosen = kept.chosen ?? claim?.chosen ?? []
  return {
    assignment: { title: assignment.title },
    ...studentDates(page),
    checks: checkRows(page.admission?.checks ?? []),
    lateFields: lateFields(page, kept.lateReasons ?? {}),
    ...(rule ? ruleWords(rule.parameters) : { rule: null, academic: null }),
    progress: rule && isOpen(claim) ? progressOf(page, rule.parameters) : null,
    next: nextStep(page, ctx.now()),
    placements: placements.map((p) => placementRow(page, p, chosen, timezone)),
    canChoose: placements.some((p) => isSelectable(page, p)),
    newHref: paths.newPlacement(),
    ...claimView(page, timezone),
    version: claim?.version ?? 0,
    reflection: kept.reflection ?? claim?.reflection ?? '',
    ledger: ledger(page, chosen),
    ...beforeClaiming(page, chosen, kept),
    assumed: assumption(stored),
  }
}

// Academic hours are the instructor's to approve; until then all of them are in what the student sees.
function assumption({ rule, claim, asked }: StudentPage): string | null {
  if (!rule || !isOpen(claim) || asked.academicHoursApproved !== null) return null
  const { academicBasis, hoursBasis } = rule.parameters
  if (academicBasis !== 'approved' || hoursBasis === 'work') return null
  const hours = reckon(rule.parameters, asHoped(asked), []).input.academicHours
  return t('claim.academicAssumed', { hours })
}

// Asked once for each, where it is chosen for the claim.
function lateFields(page: StudentPage, kept: Record<string, string>) {
  const { timezone } = page.admission?.timing.calendar ?? { timezone: 'UTC' }
  const late = page.placements.filter(
    (p) => p.lateReason === null && isSelectable(page, p) && isRecordedLate(p, timezone),
  )
  return late.map(({ id, statement }) => ({
    name: `late-${id}`,
    label: t('claim.lateReason', { title: statement.title }),
    value: kept[id] ?? '',
  }))
}

function claimView({ claim, place, assignment, admission }: StudentPage, timezone: string) {
  const [course, id] = [place.course.id, assignment.id]
  return {
    editable: claim === null || EDITABLE.includes(claim.state),
    state: t(`claim.state.${claim?.state ?? 'none'}`),
    tone: claim ? CLAIM_TONES[claim.state] : 'neutral',
    action: paths.claimForm(course, id),
    takeBack: claim?.state === 'submitted' ? paths.takeBack(course, id) : null,
    drop: claim?.state === 'draft' ? paths.dropClaim(course, id) : null,
    wait: claim?.state === 'submitted' ? waitOf(claim, timezone) : null,
    decided: claim?.state === 'submitted' ? null : decisionView(claim?.decisions.at(-1), timezone),
    delivery: claim && approval(claim) ? deliveryOf(claim, timezone) : null,
    thread: threadOf(ownThread(claim, admission?.allowance ?? null), timezone),
  }
}

// What staff note for each other is not among it.
function ownThread(claim: Claim | null, allowance: Allowance | null) {
  const own = (claim?.history ?? []).filter((line) => line.what !== CHECKED)
  return withAllowance(own, allowance)
}
const EDITABLE = ['draft', 'dropped', 'withdrawn']

function isOpen(claim: Claim | null): boolean {
  return claim === null || ['submitted', ...EDITABLE].includes(claim.state)
}

function waitOf(claim: Claim, timezone: string) {
  const at = claim.submittedAt ? instant(claim.submittedAt, timezone) : ''
  return {
    what: t('claim.wait.what'),
    since: t('claim.wait.since', { at }),
    after: t('claim.wait.after'),
  }
}

function isSelectable({ heldBy }: StudentPage, { id, state }: Placement): boolean {
  return !heldBy.has(id) && (state === 'confirmed' || state === 'submitted')
}

function placementRow(page: StudentPage, placement: Placement, chosen: string[], timezone: string) {
  const { heldBy, claim } = page
  const held = heldWords(heldBy.get(placement.id), timezone)
  const here = claim?.counts.includes(placement.id) ? t('placement.inThisClaim') : null
  const item = placementItem(placement, held ?? here, timezone)
  const { title, employer, hours } = item
  return {
    ...item,
    selectable: isSelectable(page, placement),
    chosen: chosen.includes(placement.id),
    choice: t('claim.choice', { title, employer, hours }),
    choiceHint: choiceHint(page, placement),
  }
}

function heldWords(holder: PlacedClaim | undefined, timezone: string): string | null {
  if (!holder) return null
  const { heldUntil } = holder.claim
  const where = whereOf(holder)
  if (heldUntil === null) return t('placement.heldElsewhere', where)
  return t('placement.heldByDenied', { ...where, until: day(dayIn(heldUntil, timezone)) })
}

function choiceHint({ rule }: StudentPage, placement: Placement): string | null {
  const refusals = rule ? placementRefusals(rule.parameters, placement) : []
  const waits = placement.state === 'confirmed' ? [] : [t('claim.choiceWaits')]
  return [...waits, ...refusals.map(refusalText)].join(' ') || null
}

// What was decided stands as it was decided; a draft is reckoned from what is chosen now.
function ledger(page: StudentPage, chosen: string[]) {
  const decision = page.claim ? approval(page.claim) : null
  if (decision) return ledgerOf(decision.credit, decision.placements)
  const placements = chosenOf(page, chosen)
  if (!page.rule || placements.length === 0) return null
  const titles = placements.map(({ id, statement }) => ({ id, title: statement.title }))
  return ledgerOf(reckon(page.rule.parameters, page.asked, placements), titles)
}

// What counts in another claim earns nothing here, though a draft may have chosen it before.
function chosenOf({ placements, heldBy }: StudentPage, chosen: string[]): Placement[] {
  return placements.filter((p) => chosen.includes(p.id) && !heldBy.has(p.id))
}

// What the rule says no to, what looks like the same work twice, and that the rule has changed: before anything is sent.
function beforeClaiming(page: StudentPage, chosen: string[], kept: Typed) {
  const { rule, claim, asked } = page
  if (!rule || !isOpen(claim)) return { request: null, unmet: [], similar: [], ruleChanged: null }
  const placements = chosenOf(page, chosen)
  const { unmet } = reckon(rule.parameters, asked, placements)
  return {
    request: requestField(rule.parameters, kept.requestedCredits ?? String(asked.requestedCredits)),
    unmet: placements.length > 0 ? unmet.map(refusalText) : [],
    similar: similarTo(page, placements),
    ruleChanged: ruleChange(page, rule),
  }
}

// What is chosen here beside all that the student has recorded, wherever it counts.
function similarTo({ placements, asked }: StudentPage, chosen: Placement[]): string[] {
  return similarPairs(placements, employersOf(placements, asked.employers))
    .filter((pair) => pair.some((one) => chosen.includes(one)))
    .map(([{ statement: one }, { statement: other }]) =>
      t('claim.similar', { one: one.title, other: other.title }),
    )
}

function requestField(rule: RuleParameters, value: string) {
  if (rule.mode !== 'credits') return null
  const { maxCredit: most, increment } = rule
  return { value, hint: t('claim.requestHint', { least: leastRequest(rule), most, increment }) }
}

// A draft takes the newest rule; whoever saved it under another one reads what is different now.
function ruleChange({ claim, assignment }: StudentPage, rule: AssignmentRule): string | null {
  const before = assignment.rules.find((one) => one.version === claim?.draftRule)
  if (!before || claim?.ruleVersion !== null || before.version === rule.version) return null
  const names = changes(before.parameters, rule.parameters).map(({ parameter }) =>
    t(`parameter.${parameter}.name`),
  )
  return names.length > 0 ? t('claim.ruleChanged', { names: names.join(', ') }) : null
}
