// stint claim …

import type { Command } from 'commander'
import { type Recomputed, recomputeDecision } from '../services/claims/recomputations.ts'
import { t } from '../text.ts'
import { tells, within } from './command.ts'

/** Adds the commands of this noun. */
export function addClaim(program: Command): void {
  const noun = program.command('claim').description('what students ask credit for')
  tells<{ institution: string; claim: string }>(
    noun
      .command('recompute')
      .description('reckons a stored decision again; exit 1 when it differs')
      .requiredOption('--institution <slug>', 'the institution')
      .requiredOption('--claim <id>', 'the claim'),
    async (core, { institution, claim }) => {
      const found = await recomputeDecision(await within(core, institution), claim)
      if (!found.same) process.exitCode = 1
      const { same, stored, computed } = found
      return { json: { same, stored, computed }, lines: linesOf(found) }
    },
  )
}

function linesOf({ same, stored, computed, ruleVersion }: Recomputed): string[] {
  const said = t('recompute.stored', { version: ruleVersion, ...stored.score })
  if (same) return [t('recompute.same'), said]
  return [t('recompute.differs'), said, t('recompute.computed', { ...computed.score })]
}
