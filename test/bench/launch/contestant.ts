// One contestant of the benchmark: a server in a process of its own, asked by messages.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How an LMS reaches one of the contestant's registrations. */
export interface Registration {
  issuer: string
  clientId: string
  loginUrl: string
  launchUrl: string
  deploymentId: string
}

export interface Setup {
  mongoUri: string
  platforms: number
  jwksUrl: string
}

/** What the process of a contestant can do. */
export interface Skills {
  setUp(
    setup: Setup,
  ): Promise<{ listener: RequestListener; registrations: (base: string) => Registration[] }>
  /** Where the third exchange goes; the launch's own redirect when it says nothing. */
  third?: string
  /** Creates an institution with its keys, and says how long the event loop stood still, in ms. */
  stall?: () => Promise<number>
}

interface Ready {
  registrations: Registration[]
  third: string | null
}

/** Answers the benchmark's messages in the contestant's process. */
export function serve(skills: Skills): void {
  const answers: Record<string, (body: never) => Promise<unknown>> = {
    setUp: async (setup: Setup): Promise<Ready> => {
      const { listener, registrations } = await skills.setUp(setup)
      const base = await listen(createServer(listener))
      return { registrations: registrations(base), third: skills.third ?? null }
    },
    cpu: async () => {
      const { user, system } = process.cpuUsage()
      return user + system
    },
    stall: async () => (skills.stall ? skills.stall() : 0),
  }
  process.on('message', async ({ ask, body }: { ask: string; body: never }) => {
    process.send?.((await answers[ask]?.(body)) ?? null)
  })
  process.on('disconnect', () => process.exit())
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export class Contestant {
  readonly name: string
  readonly platforms: number
  registrations: Registration[] = []
  third: string | null = null
  private readonly child: ChildProcess

  private constructor(name: string, platforms: number) {
    this.name = name
    this.platforms = platforms
    this.child = fork(`${import.meta.dirname}/${name}.ts`, {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
  }

  static async start(name: string, setup: Setup): Promise<Contestant> {
    const one = new Contestant(name, setup.platforms)
    const ready = (await one.ask('setUp', setup)) as Ready
    one.registrations = ready.registrations
    one.third = ready.third
    return one
  }

  /** One question after the other. */
  ask(ask: string, body: unknown = null): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const died = () => reject(new Error(`${this.name} ended while it was asked to ${ask}`))
      this.child.once('exit', died)
      this.child.once('message', (answer) => {
        this.child.off('exit', died)
        resolve(answer)
      })
      this.child.send({ ask, body })
    })
  }

  /** Microseconds of processor time since it began. */
  async cpu(): Promise<number> {
    return Number(await this.ask('cpu'))
  }

  readonly end = (): void => {
    this.child.kill()
  }
}
