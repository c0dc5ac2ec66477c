// stint credit …

import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { ComputeResult, Step } from '../domain/credit/computation.ts'
import { compute } from '../domain/credit/compute.ts'
import { Invalid } from '../errors.ts'
import { t } from '../text.ts'
import { type Answer, tellsOfFiles } from './command.ts'
import { readComputeFiles } from './credit-files.ts'

/** Adds the commands of this noun. */
export function addCredit(program: Command): void {
  const noun = program.command('credit').description('the arithmetic of credit')
  tellsOfFiles<{ rule: string; input: string }>(
    noun
      .command('compute')
      .description('computes credit from two JSON files, with every step; opens no database')
      .requiredOption('--rule <file>', 'the rule')
      .requiredOption('--input <file>', 'what is asked for, and the placements'),
    async (options) => {
      const rule = await readJson('--rule', options.rule)
      const files = readComputeFiles(rule, await readJson('--input', options.input))
      if ('wrong' in files) throw new Invalid(files.wrong)
      return answer(compute(files.rule, files.input))
    },
  )
}

async function readJson(option: string, file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Invalid({ [option]: 'compute.unreadable' }, { cause })
  })
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch (cause) {
    throw new Invalid({ [option]: 'compute.notJson' }, { cause })
  }
}

function answer(result: ComputeResult): Answer {
  const rows = result.steps.map((step) => [t(`ledger.${step.step}`, step.inputs), amountOf(step)])
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map(
    ([text = '', amount = '']) =>
      `${text.padEnd(widths[0] ?? 0)}  ${amount.padStart(widths[1] ?? 0)}`,
  )
  const refusals = result.refusals.map(({ rule, facts }) => t(rule, facts))
  return { json: result, lines: [...lines, ...refusals] }
}

function amountOf({ result, unit, kind }: Step): string {
  if (result === null) return t('ledger.amount.notYet')
  const amount = t(`ledger.amount.${unit}`, { amount: result })
  return kind === 'cap' ? t('ledger.amount.less', { amount }) : amount
}
