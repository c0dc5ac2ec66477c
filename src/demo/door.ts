// The tool's door in the demo: its port is taken first, and the app stands behind it as soon as it is built.

import type { RequestListener, Server } from 'node:http'
import { closeServer, openServer } from '../server.ts'
import { isTaken, portOf } from './ports.ts'

export interface Door {
  port: number
  /** From here on this app answers; until then everybody is asked to come back. */
  serve: (app: RequestListener) => void
  /** May be called twice. */
  close: () => Promise<void>
}

/**
 * Listens for `localhost`, by IPv4 and, where the machine has it, by IPv6.
 * @throws {Error} with `code` EADDRINUSE when the port is taken
 */
export async function openDoor(port: number): Promise<Door> {
  let app: RequestListener = (_req, res) => void res.writeHead(503, { 'Retry-After': '1' }).end()
  const handle: RequestListener = (req, res) => app(req, res)
  const server = await openServer(handle, port, '127.0.0.1')
  const second = await openSecond(handle, server)
  let closed: Promise<unknown> | null = null
  return {
    port: portOf(server),
    serve: (next) => {
      app = next
    },
    close: () => {
      closed ??= Promise.all([closeServer(server), second && closeServer(second)])
      return closed.then(() => undefined)
    },
  }
}

async function openSecond(handle: RequestListener, first: Server): Promise<Server | null> {
  try {
    return await openServer(handle, portOf(first), '::1')
  } catch (error) {
    if (!isTaken(error)) return null
    await closeServer(first)
    throw error
  }
}
