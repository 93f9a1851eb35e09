// A small puzzle, solved in a worker (pow.js) so that the page stays alive. It
// makes votes, and codes by SMS, dear by the thousand.

// solve returns {challenge, solution}, good once in the contest.
export async function solve(contest) {
  const answer = await fetch(`/api/v1/contests/${contest}/voter/challenge`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  const { challenge, bits } = await answer.json();
  const worker = new Worker(new URL("./pow.js", import.meta.url));
  try {
    const solution = await new Promise((resolve, reject) => {
      worker.onmessage = (event) => resolve(event.data);
      worker.onerror = reject;
      worker.postMessage({ text: challenge, bits });
    });
    return { challenge, solution };
  } finally {
    worker.terminate();
  }
}
