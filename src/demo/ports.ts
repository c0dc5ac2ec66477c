// Ports of the demo: the one of the last start, else the usual one, else a free one.

import type { AddressInfo } from 'node:net'
import { type Config, ConfigError } from '../config.ts'

export interface Ports {
  tool: number
  lms: number
  mail: number
  smtp: number
}

/** Starts something on the port it should have. */
export type Take = <T>(name: keyof Ports, start: (port: number) => Promise<T>) => Promise<T>

const USUAL: Ports = { tool: 3000, lms: 3100, mail: 3200, smtp: 3225 }

/** Any free port for everything, as tests want it. */
export const anyPort: Take = (_name, start) => start(0)

/**
 * Chooses ports for a start of the demo. A PORT that was asked for must be free, and so must the LMS's port of
 * the last start: the LMS is registered in the tool by its address.
 */
export function portsFor(config: Config, last: Ports | null): Take {
  const wanted = { ...(last ?? USUAL), ...(config.portGiven ? { tool: config.port } : {}) }
  const fixed: Partial<Record<keyof Ports, string>> = {
    ...(config.portGiven ? { tool: `Port ${config.port} is taken. Choose another PORT.` } : {}),
    ...(last ? { lms: lmsTaken(last.lms) } : {}),
  }
  return async (name, start) => {
    try {
      return await start(wanted[name])
    } catch (error) {
      if (!isTaken(error)) throw error
      const message = fixed[name]
      if (message !== undefined) throw new ConfigError(message)
      return start(0)
    }
  }
}

function lmsTaken(port: number): string {
  return `Port ${port} is taken by something else, and the demo LMS is registered there. Free the port, or begin anew: npm start -- --reset`
}

/** The port a server listens on. */
export function portOf(server: { address: () => AddressInfo | string | null }): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  return address.port
}

/** The port in an address. */
export function portIn(url: string): number {
  return Number(new URL(url).port)
}

/** True when an error says that a port is taken. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
