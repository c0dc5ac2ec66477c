// A claim as the instructor sees it: one row in the queue, and the whole on one page.

import { approval, type Claim } from '../../domain/claim.ts'
import { lastCheck } from '../../domain/claim-check.ts'
import { gradeBefore } from '../../domain/claim-score.ts'
import type { RuleParameters } from '../../domain/credit/parameters.ts'
import { employersOf } from '../../domain/employers.ts'
import { totalHours } from '../../domain/hours.ts'
import { hundredths } from '../../domain/hundredths.ts'
import type { Placement } from '../../domain/placement.ts'
import { hoursThatCount } from '../../domain/reckoning.ts'
import type { QueueRow } from '../../services/claims/queues.ts'
import type { ReviewPage } from '../../services/claims/reviews.ts'
import { instant, number, since, t } from '../../text.ts'
import { CLAIM_TONES, decisionView, earnsWords, ruleWords } from '../parts/claim.view.ts'
import { columnSays } from '../parts/column.view.ts'
import { deadlineView } from '../parts/deadline.view.ts'
import { deliveryOf } from '../parts/delivery.view.ts'
import { ledgerOf } from '../parts/ledger.view.ts'
import { statementView, statusText, TONES } from '../parts/placement.view.ts'
import { refusalText } from '../parts/refusal.view.ts'
import { checkRows, standsInTheWay, withAllowance } from '../parts/standing.view.ts'
import { threadOf } from '../parts/thread.view.ts'
import { paths } from '../paths.ts'
import { lateMark } from './dates.view.ts'
import { longHours, similarWork, unusualAnswers, unusualIn } from './unusual.view.ts'

/** One row of the queue: who, how much, what is unusual, since when. */
export function queueRow(row: QueueRow, now: Date) {
  const { claim, person, place, assignment, credit, timing } = row
  const waits = row.placements.filter((p) => p.state !== 'confirmed').length
  const late = lateMark(timing, claim.firstSubmittedAt)
  const unusual = [
    ...(late ? [{ tone: 'waiting', text: late }] : []),
    ...unusualIn(claim, row.placements, row.rule.parameters, row.alike),
  ]
  return {
    href: paths.claim(place.course.id, claim.id),
    student: person.name ?? t('person.unnamed'),
    course: place.course.label,
    assignment: assignment.title,
    hours: hoursThatCount(credit),
    points: credit.result.countedWorkHours > 0 ? earnsWords(credit) : t('reviews.nothingYet'),
    unusual,
    plain: waits === 0 && unusual.length === 0,
    checked: checkOf(claim)?.text ?? null,
    waits: waits > 0 ? t('reviews.stillWaiting', { count: waits }) : null,
    since: claim.submittedAt ? since(claim.submittedAt, now) : '',
  }
}

// An assistant's look at it, and what they note for staff.
function checkOf(claim: Claim) {
  const check = lastCheck(claim)
  if (!check) return null
  return {
    text: t('review.checkedBy', { who: check.name ?? t('person.unnamed') }),
    note: check.why,
  }
}

/** The model of views/reviews/claim. */
export function reviewView(page: ReviewPage, timezone: string) {
  const { claim, assignment, rule, credit, place } = page
  const decision = approval(claim)
  const shown = decision?.credit ?? credit
  const open = claim.state === 'submitted' && place.role === 'instructor'
  return {
    student: page.person.name ?? t('person.unnamed'),
    assignment: assignment.title,
    version: page.version,
    seenHours: hoursThatCount(credit),
    state: t(`claim.state.${claim.state}`),
    tone: CLAIM_TONES[claim.state],
    submitted: claim.submittedAt
      ? t('review.submitted', { at: instant(claim.submittedAt, timezone) })
      : null,
    open,
    lookOnly: lookOnly(page),
    ...checkView(page),
    ...standingView(page, open),
    willEarn: t('review.willEarn', { what: earnsWords(shown) }),
    ...askedView(page, open),
    ...employersView(page),
    section: page.section && t('review.section', { sections: page.section.ids.join(', ') }),
    willSend: sendingWords(page),
    gradeBefore: gradeBeforeWords(page),
    column: columnSays(assignment, shown.result.score, page.platformKind),
    ...pathsOf(page),
    ledger: ledgerOf(shown, decision?.placements ?? titlesOf(page.placements)),
    placements: page.placements.map((p) => placementEvidence(p, rule.parameters, timezone)),
    reflection: claim.reflection,
    ...ruleWords(rule.parameters),
    ruleVersion: rule.version,
    decided: decisionView(claim.decisions.at(-1), timezone),
    delivery: decision ? deliveryOf(claim, timezone) : null,
    thread: threadOf(withAllowance(claim.history, page.admission.allowance), timezone),
  }
}

// The claim's dates and the demands on its student, as they were when it was decided, else as they are now.
function standingView(page: ReviewPage, open: boolean) {
  const { claim, admission, place, assignment, credit, rule, placements } = page
  const { timing } = admission
  const stops = standsInTheWay(credit.toApprove, admission, rule.parameters, placements)
  const kept = approval(claim)?.standing
  return {
    refusals: open ? stops.map(refusalText) : [],
    canApprove: open && stops.length === 0,
    claimBy: deadlineView(timing.submitBy, 'claim', timing.calendar.timezone),
    late: lateMark(timing, claim.firstSubmittedAt),
    checks: checkRows(kept?.checks ?? admission.checks),
    vouch: open
      ? {
          action: paths.vouch(place.course.id, assignment.id),
          student: claim.personId,
          claim: claim.id,
        }
      : null,
  }
}

// Somebody has graded in the LMS before anything was decided here.
function gradeBeforeWords({ claim, platformKind }: ReviewPage): string | null {
  const there = gradeBefore(claim)
  if (!there || claim.state !== 'submitted') return null
  const grade = number(there.given ?? 0)
  return t('review.gradeBefore', { grade, lms: t(`lms.name.${platformKind}`) })
}

// What approving does, before it is done.
function sendingWords({ credit, assignment, platformKind }: ReviewPage): string {
  const { given, maximum } = credit.result.score
  const points = { given: number(given), maximum: number(maximum), assignment: assignment.title }
  const facts = { ...points, lms: t(`lms.name.${platformKind}`) }
  const { credits } = credit
  if (credits === null) {
    return assignment.lineItemUrl ? t('review.willSend', facts) : t('review.willNotSend')
  }
  const key = assignment.lineItemUrl ? 'review.willGiveCredits' : 'review.willOnlyGiveCredits'
  return t(key, { ...facts, credits })
}

function titlesOf(placements: Placement[]) {
  return placements.map(({ id, statement }) => ({ id, title: statement.title }))
}

// What the instructor may set beside yes and no: a lower request, and academic hours where the rule asks for them.
function askedView({ claim, rule, credit }: ReviewPage, open: boolean) {
  const { mode, academicBasis, hoursBasis, academicHours } = rule.parameters
  const { requestedCredits } = credit.input
  const inCredits = open && mode === 'credits'
  const approves = open && academicBasis === 'approved' && hoursBasis === 'learning'
  const most =
    mode === 'credits' ? hundredths(academicHours * requestedCredits) / 100 : academicHours
  return {
    request: inCredits
      ? {
          value: requestedCredits,
          hint: t('review.requestHint', { asked: claim.requestedCredits }),
        }
      : null,
    academicHours: approves
      ? { value: credit.input.academicHours || '', hint: t('review.academicHint', { most }) }
      : null,
  }
}

// Which micro-internships count as one employer's: the instructor can join and part them.
function employersView({ claim, placements, place, alike }: ReviewPage) {
  const may = claim.state === 'submitted' && place.role === 'instructor' && placements.length > 1
  const names = employersOf(placements, claim.employers)
  return {
    similar: similarWork(claim, placements, alike),
    employers: may
      ? {
          action: paths.employers(place.course.id, claim.id),
          fields: placements.map(({ id, statement }) => ({
            name: `employer-${id}`,
            label: t('review.employers.of', { title: statement.title }),
            value: names.get(id) ?? '',
          })),
        }
      : null,
  }
}

function pathsOf({ claim, place }: ReviewPage) {
  const course = place.course.id
  return {
    action: paths.decide(course, claim.id),
    resend: place.role === 'instructor' ? paths.resend(course, claim.id) : null,
    back: paths.course(course),
  }
}

function checkView({ claim, place }: ReviewPage) {
  const may = claim.state === 'submitted' && place.role === 'assistant'
  return { checked: checkOf(claim), check: may ? paths.check(place.course.id, claim.id) : null }
}

function lookOnly({ place, claim }: ReviewPage): string | null {
  if (claim.state !== 'submitted' || place.role === 'instructor') return null
  return t(`review.${place.unproven ?? 'lookOnly'}`)
}

function placementEvidence(placement: Placement, rule: RuleParameters, timezone: string) {
  const { answer } = placement
  return {
    ...statementView(placement),
    status: statusText(placement),
    tone: TONES[placement.state],
    confirmedHours: placement.confirmedHours,
    saidHours: totalHours(placement.statement.hours),
    corrected: answer?.kind === 'fewer',
    why: answer?.why ?? null,
    lateReason: placement.lateReason,
    answeredBy: answer
      ? t('review.answeredBy', {
          name: answer.byName,
          mail: answer.byMail,
          at: instant(answer.at, timezone),
        })
      : null,
    unusual: [...unusualAnswers([placement]), ...longHours([placement], rule)],
  }
}
