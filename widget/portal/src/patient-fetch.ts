/** A service that has too much to do says so at once and has done nothing: it is asked again a little later. */
const pausesMs = [1_000, 2_000, 4_000]

/** Fetches, again where the service is too busy; `settings` are made anew for each time. */
export async function patientFetch(url: string, settings: () => RequestInit): Promise<Response> {
  for (const pauseMs of pausesMs) {
    const response = await fetch(url, settings())
    if (response.status !== 503) return response
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  return fetch(url, settings())
}
