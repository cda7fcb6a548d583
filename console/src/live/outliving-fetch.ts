/** Browsers let 64 KiB in all go on behind a page that is left (Fetch 4.6): what is longer goes the usual way. */
const longestBody = 4_000

/**
 * Sends a request; a change arrives although its page is left at once. People are shown what they do before the server has
 * it, and may close the window on that.
 */
export async function outlivingFetch(request: Request): Promise<Response> {
  return fetch(await outliving(request))
}

/** The request as it is sent. */
export async function outliving(request: Request): Promise<Request> {
  if (request.method === 'GET' || request.keepalive) return request
  const body = await request.clone().text()
  return body.length > longestBody ? request : new Request(request, { keepalive: true })
}
