// The demo's own folder: what it keeps between two starts, and who runs it now.

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from './files.ts'
import type { Ports } from './ports.ts'

/** `.data/` beside `src/`; only ever this folder is removed by a reset. */
export const DATA_DIR = join(import.meta.dirname, '../../.data')

/** What stays the same from start to start. */
export interface Settings {
  /** Base64 of 32 bytes. */
  masterKey: string
  /** The ports of the last start; null before the first. */
  ports: Ports | null
  /** `seeding` is left behind by a first start that was cut short. */
  story: 'none' | 'seeding' | 'seeded'
}

/** What `.data/demo.json` says of the running demo (interfaces.md). */
export interface Running {
  pid: number
  mongodbUri: string
  urls: Record<string, string>
}

const fresh = (): Settings => ({
  masterKey: randomBytes(32).toString('base64'),
  ports: null,
  story: 'none',
})

/** The settings as kept, or new ones; null keeps nothing. */
export function readSettings(dir: string | null): Settings {
  if (dir === null) return fresh()
  const kept = readJson(join(dir, 'settings.json'))
  return kept === null ? fresh() : { ...fresh(), ...kept }
}

/** Keeps the settings; they hold a key, so only their owner may read them. */
export function saveSettings(dir: string | null, settings: Settings): void {
  if (dir !== null) writeWhole(join(dir, 'settings.json'), JSON.stringify(settings, null, 1))
}

function readJson(file: string): object | null {
  if (!existsSync(file)) return null
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return value !== null && typeof value === 'object' ? value : null
}

/** The demo that runs on this folder now; null when none does, also after a crash. */
export async function runningDemo(dir: string): Promise<Running | null> {
  const said = readJson(join(dir, 'demo.json'))
  if (said === null || !isRunning(said) || !isAlive(said.pid)) return null
  // The process id may have gone to another program since.
  const answers = await fetch(`${said.urls.tool}/health/live`, {
    signal: AbortSignal.timeout(2_000),
  }).then(
    (answer) => answer.ok,
    () => false,
  )
  return answers ? said : null
}

function isRunning(said: object): said is Running {
  return 'pid' in said && typeof said.pid === 'number' && 'urls' in said && 'mongodbUri' in said
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Tells commands how to reach this demo. */
export function sayRunning(dir: string, running: Running): void {
  writeWhole(join(dir, 'demo.json'), `${JSON.stringify(running, null, 1)}\n`)
}

/** Nothing runs here any more. */
export function sayStopped(dir: string): void {
  rmSync(join(dir, 'demo.json'), { force: true })
}

/** Forgets everything in the folder. */
export function forget(dir: string): void {
  rmSync(dir, { recursive: true, force: true })
}
