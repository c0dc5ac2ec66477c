// Pages and mail from views/: compiled at start and strict, so that a misspelt name, partial or text key fails.

import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import Handlebars from 'handlebars'
import { day, days, type Facts, hasText, hours, instant, money, number, t } from './text.ts'

const ROOT = join(import.meta.dirname, '../views')

export interface Views {
  page(view: string, model: object): string
  mail(view: string, model: object): { subject: string; text: string; html: string }
}

type Render = (model: object) => string
type Options = Handlebars.HelperOptions

const helpers = {
  t: (key: string, options: Options) => t(key, options.hash as Facts),
  instant: (at: Date, timezone: string, options: Options) =>
    instant(at, timezone, options.hash.zone === true),
  day,
  days,
  number,
  hours,
  money,
  eq: (a: unknown, b: unknown) => a === b,
  or: (a: unknown, b: unknown) => a || b,
  /** The sentence beside one field of the page's form, if it needs another look. */
  problem: (field: string, options: Options) => problemAt(field, options.data.root.shell.error),
  key: (prefix: string, name: string) => `${prefix}.${name}`,
}

function problemAt(
  field: string,
  error: { summary: { field: string; text: string }[] } | null,
): string | null {
  return error?.summary.find((problem) => problem.field === field)?.text ?? null
}

const STRICT: CompileOptions = {
  strict: true,
  explicitPartialContext: true,
  preventIndent: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
}

/** All views, ready to render; throws at once when one of them is broken. */
export function openViews(root = ROOT): Views {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => file.slice(0, -'.hbs'.length).split(sep).join('/'))
  const inFolder = (folder: string) => files.filter((file) => dirname(file) === folder)
  const mails = inFolder('mail')
  const pages = files.filter((file) => !/^(layouts|partials|mail)\//.test(file))
  const page = compileAll(root, pages, ['layouts/page', ...inFolder('partials')], false)
  const html = compileAll(root, mails, ['layouts/mail', ...inFolder('partials/mail')], false)
  const text = compileAll(
    root,
    mails,
    ['layouts/mail-text', ...inFolder('partials/mail-text')],
    true,
  )
  return {
    page: (view, model) => render(page, view, model),
    mail(view, model) {
      // The text's first line is the subject; see layouts/mail-text.hbs.
      const [subject = '', ...lines] = render(text, `mail/${view}`, model).trim().split('\n')
      const body = lines.join('\n').replaceAll(/\n{3,}/g, '\n\n')
      return { subject, text: `${body.trim()}\n`, html: render(html, `mail/${view}`, model) }
    },
  }
}

function render(views: Map<string, Render>, view: string, model: object): string {
  const template = views.get(view)
  if (!template) throw new Error(`views: no view '${view}'`)
  return template(model)
}

function compileAll(
  root: string,
  views: string[],
  partials: string[],
  noEscape: boolean,
): Map<string, Render> {
  const env = Handlebars.create()
  env.registerHelper(helpers)
  const names = new Set(partials.map(partialName))
  const compile = (file: string) =>
    compileOne(env, join(root, `${file}.hbs`), file, names, { ...STRICT, noEscape })
  for (const file of partials) env.registerPartial(partialName(file), compile(file))
  return new Map(views.map((file) => [file, compile(file)]))
}

function partialName(file: string): string {
  return file === 'layouts/mail-text' ? 'mail' : basename(file)
}

// A partial names on its first line what it may be given; what is not given is null there, all else is a mistake.
function compileOne(
  env: typeof Handlebars,
  path: string,
  file: string,
  partials: Set<string>,
  options: CompileOptions,
): Handlebars.TemplateDelegate {
  const source = readFileSync(path, 'utf8')
  const tree = env.parse(source, { srcName: file })
  new Strictness(file, partials).accept(tree)
  env.precompile(tree, options)
  const template = env.compile(tree, options)
  const optional = /^\{\{!--.*\bmay have: ([\w ]+)/.exec(source)?.[1]?.trim().split(' ') ?? []
  const blanks = Object.fromEntries(optional.map((name) => [name, null]))
  return (model, runtime) => {
    try {
      return template({ ...blanks, ...model }, runtime)
    } catch (error) {
      throw new Error(`views/${file}: ${error instanceof Error ? error.message : ''}`, {
        cause: error,
      })
    }
  }
}

// Handlebars is strict about what it prints, but not about what it hands to helpers and partials.
class Strictness extends Handlebars.Visitor {
  readonly file: string
  readonly partials: Set<string>

  constructor(file: string, partials: Set<string>) {
    super()
    this.file = file
    this.partials = partials
  }

  override PathExpression(path: hbs.AST.PathExpression): void {
    Object.assign(path, { strict: true })
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    this.text(mustache)
    super.MustacheStatement(mustache)
  }

  override SubExpression(expression: hbs.AST.SubExpression): void {
    this.text(expression)
    super.SubExpression(expression)
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    this.partial(partial.name)
    super.PartialStatement(partial)
  }

  override PartialBlockStatement(block: hbs.AST.PartialBlockStatement): void {
    this.partial(block.name)
    super.PartialBlockStatement(block)
  }

  private text({ path, params }: hbs.AST.MustacheStatement | hbs.AST.SubExpression): void {
    const [key] = params
    if (!('original' in path) || path.original !== 't' || key?.type !== 'StringLiteral') return
    const { value } = key as hbs.AST.StringLiteral
    if (!hasText(value)) throw new Error(`views/${this.file}: no text '${value}'`)
  }

  private partial(name: hbs.AST.PathExpression | hbs.AST.SubExpression): void {
    if (!('original' in name) || name.original === '@partial-block') return
    if (!this.partials.has(String(name.original)))
      throw new Error(`views/${this.file}: no partial '${name.original}'`)
  }
}
