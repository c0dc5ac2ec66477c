// The institution's settings.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { changeSettings } from '../services/settings.ts'
import { t } from '../text.ts'
import { fieldErrors, line, type Problems, problemsOf, read, text, typed } from './forms.ts'
import { showPage } from './page.ts'
import { paths, withNotice } from './paths.ts'
import { ctxOf } from './web.ts'

const orNull = (most: number) => line(most).transform((value) => value || null)

const settingsForm = z.object({
  name: line(200),
  timezone: line(60),
  colour: line(7).transform((value) => value.toLowerCase() || null),
  sender: orNull(100),
  officeMail: orNull(200),
  testIssuers: text(2000).transform((value) => [
    ...new Set(
      value
        .split('\n')
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  ]),
})

const FIELDS = ['name', 'timezone', 'colour', 'sender', 'officeMail', 'testIssuers']

/** GET /admin/settings */
export function settings(req: Request, res: Response): void {
  showSettings(req, res)
}

function showSettings(req: Request, res: Response, problems?: Problems): void {
  const { name, timezone, colour, sender, officeMail, testIssuers } = ctxOf(res).institution
  const stored = {
    ...{ name, timezone, colour: colour ?? '', sender: sender ?? '', officeMail: officeMail ?? '' },
    testIssuers: testIssuers.join('\n'),
  }
  showPage(req, res, {
    view: 'admin/settings',
    title: t('settings.title'),
    role: t('role.admin'),
    problems,
    model: {
      action: paths.settings(),
      back: paths.admin(),
      values: { ...stored, ...(problems ? typed(req) : {}) },
      errors: fieldErrors(problems, FIELDS),
    },
  })
}

/** POST /admin/settings */
export async function saveSettings(req: Request, res: Response): Promise<void> {
  try {
    await changeSettings(ctxOf(res), read(req, settingsForm))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    return showSettings(req, res, problems)
  }
  res.redirect(303, withNotice(paths.settings(), 'settingsSaved'))
}
