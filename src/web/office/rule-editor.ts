// The editor of an institution's rule: presets, all parameters, a preview of what would change, and the next version.

import type { Request, Response } from 'express'
import { isParameter, PARAMETER_NAMES, type ParameterName } from '../../domain/credit/parameters.ts'
import { PRESETS } from '../../domain/credit/presets.ts'
import type { RuleVersion } from '../../domain/credit/rule-versions.ts'
import type { InstitutionRule } from '../../domain/institution-rule.ts'
import {
  checkVersion,
  ruleDetails,
  type VersionWish,
  writeVersion,
} from '../../services/rules/institution-rules.ts'
import { previewVersion } from '../../services/rules/rule-previews.ts'
import { today } from '../../services/rules/rules-in-force.ts'
import { t } from '../../text.ts'
import { fieldErrors, type Problems, problemsOf, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { parameterFields, SET_BY_COURSES } from '../parts/parameter.view.ts'
import { fieldValues, readParameters } from '../parts/parameter-fields.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'
import { ruleOffice, termChoices } from './institution-rules.ts'
import { previewView } from './rule-trial.view.ts'

type Values = Record<string, string | string[]>

interface Editing {
  values: Values
  problems?: Problems
  preview?: ReturnType<typeof previewView>
}

/** GET /rules/:rule/edit: the newest version, or the numbers of a preset in its place. */
export async function editRule(req: Request, res: Response): Promise<void> {
  const { rule } = await ruleDetails(ctxOf(res), part(req, 'rule'))
  await showEditor(req, res, rule, { values: storedValues(req, res, rule) })
}

function storedValues(req: Request, res: Response, { versions }: InstitutionRule): Values {
  const last = versions.at(-1)
  const day = today(ctxOf(res))
  const preset = presetOf(req.query.preset)
  const from = last && last.effectiveFrom > day ? last.effectiveFrom : day
  return {
    ...(last ? fieldValues(last.parameters) : {}),
    ...(preset ? fieldValues(preset) : {}),
    mayLoosen: [...(last?.mayLoosen ?? [])],
    effectiveFrom: from,
    after: String(versions.length),
  }
}

function presetOf(name: unknown) {
  const found = Object.entries(PRESETS).find(([key]) => key === name)
  return found?.[1] ?? null
}

/** POST /rules/:rule/edit: look at what would change, or write the version. */
export async function keepRule(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const { rule } = await ruleDetails(ctx, part(req, 'rule'))
  const values = dated(typed(req))
  try {
    const wish = wishOf(values, rule.versions.at(-1))
    if (values.action !== 'save') {
      checkVersion(wish)
      const next = { ...wish, writtenBy: ctx.actor.person.id, writtenAt: ctx.now() }
      const preview = previewView(await previewVersion(ctx, rule, next))
      return await showEditor(req, res, rule, { values, preview })
    }
    await writeVersion(ctx, rule.id, { ...wish, after: Number(values.after) })
    res.redirect(303, withNotice(paths.institutionRule(rule.id), 'ruleWritten'))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    await showEditor(req, res, rule, { values, problems })
  }
}

// A term that was chosen stands as its first day, where it can be seen and changed.
function dated({ term, ...values }: Values): Values {
  return term ? { ...values, effectiveFrom: term } : values
}

function wishOf(values: Values, last: RuleVersion | undefined): VersionWish {
  const chosen = new Set([values.mayLoosen ?? []].flat())
  // What a course cannot set yet is as it was.
  const others = (last?.mayLoosen ?? []).filter((name) => !SET_BY_COURSES.includes(name))
  const mayLoosen: ParameterName[] = [
    ...others,
    ...SET_BY_COURSES.filter((name) => chosen.has(name)),
  ]
  const { effectiveFrom = '' } = values
  return { parameters: readParameters(values), mayLoosen, effectiveFrom: String(effectiveFrom) }
}

// Among so many fields the summary says which one it means.
function named({ status, summary }: Problems): Problems {
  const name = (field: string) => (isParameter(field) ? `${t(`parameter.${field}.name`)}: ` : '')
  return {
    status,
    summary: summary.map(({ field, text }) => ({ field, text: name(field) + text })),
  }
}

async function showEditor(
  req: Request,
  res: Response,
  rule: InstitutionRule,
  { values, problems, preview }: Editing,
): Promise<void> {
  const errors = fieldErrors(problems, [...PARAMETER_NAMES, 'effectiveFrom'])
  showPage(req, res, {
    view: 'rules/edit',
    title: t('rules.editTitle', { name: rule.name }),
    role: ruleOffice(res).role,
    problems: problems && named(problems),
    model: {
      name: rule.name,
      next: rule.versions.length + 1,
      back: paths.institutionRule(rule.id),
      action: paths.editRule(rule.id),
      presets: Object.keys(PRESETS).map((name) => ({
        href: `${paths.editRule(rule.id)}?preset=${name}`,
        text: t(`preset.${name}`),
      })),
      groups: parameterFields(values, errors),
      terms: await termChoices(res),
      effectiveFrom: values.effectiveFrom ?? '',
      after: values.after ?? '',
      errors,
      preview: preview ?? null,
    },
  })
}
