// What a version of a rule would change, as a table: claim by claim, or sample by sample, before and after.

import type { Compared } from '../../domain/rule-trial.ts'
import type { RulePreview, Trial, TriedClaim } from '../../services/rules/rule-previews.ts'
import { day, t } from '../../text.ts'
import { earnsWords } from '../parts/claim.view.ts'
import { refusalText } from '../parts/refusal.view.ts'

const FATES = ['takes', 'keeps', 'stays'] as const

/** Claims that differ, and how many of how many. */
export function trialView({ looked, bounded, differing, claims }: Trial) {
  const count = differing.takes + differing.keeps + differing.stays
  const more = count - claims.length
  return {
    summary: t(count > 0 ? 'rules.trial.summary' : 'rules.trial.none', { count, looked }),
    bounded: bounded ? t('rules.trial.bounded', { looked }) : null,
    fates: FATES.filter((fate) => differing[fate] > 0).map((fate) =>
      t(`rules.trial.count.${fate}`, { count: differing[fate] }),
    ),
    rows: claims.map(claimRow),
    more: more > 0 ? t('rules.trial.more', { count: more }) : null,
  }
}

function claimRow(tried: TriedClaim) {
  const { person, assignment, claim, fate } = tried
  return {
    what: person?.name ?? t('person.unnamed'),
    where: assignment.title,
    ...sides(tried),
    fate: `${t(`claim.state.${claim.state}`)}. ${t(`rules.trial.${fate}`)}`,
  }
}

/** The whole preview of a next version. */
export function previewView(preview: RulePreview) {
  return {
    ...trialView(preview),
    since: t('rules.trial.since', { day: day(preview.since) }),
    samples: preview.samples.map((sample) => ({
      what: t(`sample.${sample.name}`),
      ...sides(sample),
      differs: sample.differs,
    })),
  }
}

function sides({ before, after }: Compared) {
  return { before: sideWords(before), after: sideWords(after) }
}

// What it earns, or why it cannot be approved as it is.
function sideWords(credit: Compared['before']): string {
  const [refusal] = credit.toApprove
  if (!refusal) return earnsWords(credit)
  return t('rules.trial.cannot', { why: refusalText(refusal) })
}
