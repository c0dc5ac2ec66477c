// A claim as the instructor sees it: one row in the queue, and the whole on one page.

import { approval, type Claim, lastCheck } from '../domain/claim.ts'
import { totalHours } from '../domain/hours.ts'
import type { Placement } from '../domain/placement.ts'
import type { QueueRow, ReviewPage } from '../services/reviews.ts'
import { instant, number, since, t } from '../text.ts'
import { CLAIM_TONES, decisionView, ruleWords } from './claim.view.ts'
import { deliveryOf } from './delivery.view.ts'
import { ledgerOf } from './ledger.view.ts'
import { paths } from './paths.ts'
import { statementView, statusText, TONES } from './placement.view.ts'
import { threadOf } from './thread.view.ts'

/** One row of the queue: who, how much, what is unusual, since when. */
export function queueRow(row: QueueRow, now: Date) {
  const { claim, person, place, assignment, credit } = row
  const waits = row.placements.filter((p) => p.state !== 'confirmed').length
  const unusual = unusualOf(row.placements)
  return {
    href: paths.claim(place.course.id, claim.id),
    student: person.name ?? t('person.unnamed'),
    course: place.course.label,
    assignment: assignment.title,
    hours: credit.countedHours,
    points: t('delivery.points', {
      given: number(credit.score.given),
      maximum: number(credit.score.maximum),
    }),
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

// What an instructor should look at twice (design decision 14).
function unusualOf(placements: Placement[]): { tone: string; text: string }[] {
  const facts = placements.flatMap((p) => p.answer?.unusual ?? [])
  const unknown = placements.some((p) => p.answer?.kind === 'unknown')
  const grave = (fact: string) => fact === 'sameBrowser' || fact === 'unknownStudent'
  return [...new Set([...facts, ...(unknown ? ['unknownStudent'] : [])])].map((fact) => ({
    tone: grave(fact) ? 'trouble' : 'fact',
    text: t(`unusual.${fact}`),
  }))
}

/** The model of views/reviews/claim. */
export function reviewView(page: ReviewPage, timezone: string) {
  const { claim, assignment, rule, credit, place } = page
  const decision = approval(claim)
  const shownCredit = decision?.credit ?? credit
  const open = claim.state === 'submitted' && place.role === 'instructor'
  const score = {
    given: number(shownCredit.score.given),
    maximum: number(shownCredit.score.maximum),
  }
  return {
    student: page.person.name ?? t('person.unnamed'),
    assignment: assignment.title,
    version: page.version,
    seenHours: credit.countedHours,
    state: t(`claim.state.${claim.state}`),
    tone: CLAIM_TONES[claim.state],
    submitted: claim.submittedAt
      ? t('review.submitted', { at: instant(claim.submittedAt, timezone) })
      : null,
    open,
    lookOnly: lookOnly(page),
    ...checkView(page),
    refusals: open ? credit.refusals.map((r) => t(r.rule, r.facts)) : [],
    canApprove: open && credit.refusals.length === 0,
    willEarn: t('review.willEarn', score),
    willSend: assignment.lineItemUrl
      ? t('review.willSend', {
          ...score,
          lms: t(`lms.name.${page.platformKind}`),
          assignment: assignment.title,
        })
      : t('review.willNotSend'),
    ...pathsOf(page),
    ledger: ledgerOf(shownCredit),
    placements: page.placements.map((p) => placementEvidence(p, timezone)),
    reflection: claim.reflection,
    ...ruleWords(rule),
    ruleVersion: rule.version,
    decided: decisionView(claim.decisions.at(-1), timezone),
    delivery: decision ? deliveryOf(claim, timezone) : null,
    thread: threadOf(claim.history, timezone),
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
  return t(place.rosterUnread ? 'review.rosterUnread' : 'review.lookOnly')
}

function placementEvidence(placement: Placement, timezone: string) {
  const { answer } = placement
  return {
    ...statementView(placement),
    status: statusText(placement),
    tone: TONES[placement.state],
    confirmedHours: placement.confirmedHours,
    saidHours: totalHours(placement.statement.hours),
    corrected: answer?.kind === 'fewer',
    why: answer?.why ?? null,
    answeredBy: answer
      ? t('review.answeredBy', {
          name: answer.byName,
          mail: answer.byMail,
          at: instant(answer.at, timezone),
        })
      : null,
    unusual: unusualOf([placement]),
  }
}
