// HTTP servers: opened when they listen, closed when the last running request is answered.

import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'

/**
 * Listens; without a host on every address.
 * @throws the system's error, such as EADDRINUSE
 */
export async function openServer(
  handle: RequestListener,
  port: number,
  host?: string,
): Promise<Server> {
  const server = createServer(handle)
  server.listen(port, host)
  await once(server, 'listening')
  return server
}

const FINISH_MS = 4_000
const SWEEP_MS = 50

/** Takes no new requests, and waits for those that run; what takes longer than 4 s is cut. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // A connection that is kept alive becomes idle when its request is answered, and would be waited for.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
  const cut = setTimeout(() => server.closeAllConnections(), FINISH_MS)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
}
