// The tool as a process of its own, as people start it; it can be killed at any moment and started again.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { portOf } from '../../src/demo/ports.ts'
import { closeServer, openServer } from '../../src/server.ts'

const ROOT = join(import.meta.dirname, '../..')
const PATIENCE_MS = 30_000

export interface Tool {
  url: string
  start(): Promise<void>
  /** Ends it at once, as a power cut does; settles when it is gone. */
  kill(): Promise<void>
  /** Asks it to stop, and gives its exit code. */
  stop(): Promise<number | null>
  signal(name: 'SIGTERM' | 'SIGINT'): void
  /** Settles when it is gone, with its exit code. */
  gone(): Promise<number | null>
  /** What it has logged so far. */
  said(): string
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = await openServer(() => {}, 0, '127.0.0.1')
  const port = portOf(server)
  await closeServer(server)
  return port
}

/** The tool with this environment, on this port; not started yet. */
export function toolProcess(port: number, env: Record<string, string>): Tool {
  const url = `http://localhost:${port}`
  let child: ChildProcess | null = null
  let said = ''
  return {
    url,
    said: () => said,
    async start() {
      // Not through the tsx command: that is a second process, and the first one's death would not be the tool's.
      child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
        cwd: ROOT,
        env: { PATH: process.env.PATH, NODE_ENV: 'test', PORT: String(port), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (part: Buffer) => {
          said += part.toString()
        })
      }
      await untilReady(url, child, () => said)
    },
    async kill() {
      if (!child || isGone(child)) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    async stop() {
      this.signal('SIGTERM')
      return this.gone()
    },
    signal(name) {
      child?.kill(name)
    },
    async gone() {
      if (child && !isGone(child)) await once(child, 'exit')
      return child?.exitCode ?? null
    },
  }
}

function isGone({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

async function untilReady(url: string, child: ChildProcess, said: () => string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(50)) {
    if (isGone(child)) throw new Error(`the tool ended: ${said()}`)
    const ready = await fetch(`${url}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ready) return
  }
  throw new Error(`the tool did not become ready: ${said()}`)
}
