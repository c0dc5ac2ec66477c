// What a student does next, in a sentence with one button.

import { eligibilityRefusals } from '../../domain/eligibility.ts'
import type { Placement } from '../../domain/placement.ts'
import type { StudentPage } from '../../services/claims/standings.ts'
import { day, since, t } from '../../text.ts'
import { paths } from '../paths.ts'

interface Step {
  text: string
  action: string | null
  href: string | null
  /** Where the button posts to, when it does something at once. */
  post: string | null
}

const PATIENCE_MS = 3 * 86_400_000

/** The one next step on an assignment. */
export function nextStep(page: StudentPage, now: Date): Step {
  const { claim, placements } = page
  if (claim && claim.state !== 'draft' && claim.state !== 'dropped')
    return step(t(`next.${claim.state}`))
  if (placements.length === 0)
    return step(t('next.record'), t('placement.record'), paths.newPlacement())
  return closed(page, now) ?? unsent(page) ?? unanswered(page, now) ?? asked(page) ?? claiming(page)
}

function step(text: string, action: string | null = null, href: string | null = null): Step {
  return { text, action, href, post: null }
}

// After the last moment nothing else helps.
function closed({ admission }: StudentPage, now: Date): Step | null {
  const by = admission?.timing.submitBy
  return by && now > by.at ? step(t('next.closed', { day: day(by.on) })) : null
}

// What the rule asks of the student, where it says no or does not know yet.
function asked({ admission }: StudentPage): Step | null {
  const refusals = eligibilityRefusals(admission?.checks ?? [])
  return refusals.length > 0 ? step(t('next.asked'), t('next.toAsked'), '#asks') : null
}

function unsent({ placements }: StudentPage): Step | null {
  const placement = placements.find((p) => p.state === 'active' || p.state === 'aside')
  if (!placement) return null
  const text = t(placement.answer ? 'next.again' : 'next.finish', { title: titleOf(placement) })
  return step(text, t('next.open'), paths.placement(placement.id))
}

// The longest wait that has become long.
function unanswered({ placements }: StudentPage, now: Date): Step | null {
  const waits = placements.flatMap((p) =>
    p.state === 'submitted' && p.request ? [{ placement: p, request: p.request }] : [],
  )
  const [oldest] = waits.sort((a, b) => a.request.at.getTime() - b.request.at.getTime())
  if (!oldest || now.getTime() - oldest.request.at.getTime() < PATIENCE_MS) return null
  const facts = { who: oldest.request.name, span: since(oldest.request.at, now) }
  const post = paths.askAgain(oldest.placement.id)
  return { text: t('next.askAgain', facts), action: t('placement.askAgain'), href: null, post }
}

function claiming({ placements, heldBy, claim }: StudentPage): Step {
  const free = placements.filter((p) => !heldBy.has(p.id))
  if (free.length === 0) return step(t('next.allUsed'), t('placement.record'), paths.newPlacement())
  if (claim?.decisions.at(-1)?.step === 'giveBack')
    return step(t('next.givenBack'), t('next.toClaim'), '#claim')
  const confirmed = free.some((p) => p.state === 'confirmed')
  return step(t(confirmed ? 'next.claim' : 'next.wait'), t('next.toClaim'), '#claim')
}

function titleOf({ statement }: Placement): string {
  return statement.title || t('placement.untitled')
}
