/** Many keys of mixed kinds in one call, on every engine. */
import { describe, expect, test } from "vitest";
import type { GraphStore } from "../../src/store/store.js";
import { engines } from "../engines.js";
import { type Client, serveFixture } from "./client.js";
import { absorb } from "./fixture.js";

const QUERY = "query ($keys: [String!]!) { lookup(keys: $keys) { key node { id } candidates { id } } }";

describe.each(engines)("lookup on $name", ({ open }) => {
  let store: GraphStore;
  let client: Client;
  serveFixture(open, (s, c) => {
    store = s;
    client = c;
  });
  const ask = async (keys: string[]): Promise<[string, string | null, string[]][]> =>
    (await client.data(QUERY, { keys })).lookup.map(
      (l: { key: string; node: { id: string } | null; candidates: { id: string }[] }) => [
        l.key,
        l.node?.id ?? null,
        l.candidates.map((c) => c.id),
      ],
    );

  test("answers keys of every kind in the order asked", async () => {
    const clip = "Paper:arxiv:2103.00005";
    expect(
      await ask([
        "Technique:mixup",
        "arxiv:2103.00005",
        "2103.00005v2",
        "https://arxiv.org/pdf/2103.00005",
        "https://doi.org/10.1000/LORA",
        "10.1000/lora",
        "https://GitHub.com/words/clip.git",
        "github.com/words/clip",
        "clip learns images, from captions",
        " Low-Rank Adaptation ",
        "imagenet-1k",
        "Ada Blend",
        "ICLR 2018",
        "no such thing",
        "Technique:nothing",
        "9999.99999",
        "10.1/none",
        "!!!",
        "Technique:mixup",
      ]),
    ).toEqual([
      ["Technique:mixup", "Technique:mixup", []],
      ["arxiv:2103.00005", clip, []],
      ["2103.00005v2", clip, []],
      ["https://arxiv.org/pdf/2103.00005", clip, []],
      ["https://doi.org/10.1000/LORA", "Paper:doi:10.1000/lora", []],
      ["10.1000/lora", "Paper:doi:10.1000/lora", []],
      ["https://GitHub.com/words/clip.git", "Repository:github.com/words/clip", []],
      ["github.com/words/clip", "Repository:github.com/words/clip", []],
      ["clip learns images, from captions", clip, []],
      [" Low-Rank Adaptation ", "Technique:lora", []],
      ["imagenet-1k", "Dataset:imagenet-1k", []],
      ["Ada Blend", "Author:ada-blend", []],
      ["ICLR 2018", "Venue:iclr-2018", []],
      ["no such thing", null, []],
      ["Technique:nothing", null, []],
      ["9999.99999", null, []],
      ["10.1/none", null, []],
      ["!!!", null, []],
      ["Technique:mixup", "Technique:mixup", []],
    ]);
  });

  test("an ambiguous key shows all its candidates, the node of most papers first", async () => {
    expect(await ask(["CLIP", "blending", "one of two", "Dataset:clip"])).toEqual([
      ["CLIP", "Technique:clip", ["Technique:clip", "Dataset:clip"]],
      ["blending", "Technique:cutmix", ["Technique:cutmix", "Technique:supremix"]],
      ["one of two", "Technique:lora", ["Technique:lora", "Technique:pretext"]],
      ["Dataset:clip", "Dataset:clip", []],
    ]);
  });

  test("facts are nodes too, and the fields of any type can be asked", async () => {
    const { paper } = await client.data('{ paper(arxiv: "2203.00002") { statements { id } } }');
    const id: string = paper.statements[0].id;
    const { lookup } = await client.data(
      "query ($keys: [String!]!) { lookup(keys: $keys) { node { ... on Statement { type evidence { text } } ... on Dataset { name aliases } } } }",
      { keys: [id, id.slice("Statement:".length), "ImageNet"] },
    );
    expect(lookup[0].node).toMatchObject({ type: "EXTENDS", evidence: [{ text: expect.stringContaining("mixup") }] });
    expect(lookup[1]).toEqual(lookup[0]);
    expect(lookup[2].node).toEqual({ name: "ImageNet-1K", aliases: ["ILSVRC 2012", "ImageNet"] });
  });

  test("a hundred keys take as many statements as a few", async () => {
    const count = async (keys: string[]): Promise<number> => {
      const before = store.readsSent;
      await ask(keys);
      return store.readsSent - before;
    };
    const few = [
      "mixup",
      "2103.00005",
      "github.com/words/clip",
      "Dataset:agedb",
      "CLIP",
      "Ada Blend",
      "ICLR",
      "nothing",
    ];
    const once = await count(few);
    const many = await count([...few, ...Array.from({ length: 92 }, (_, i) => `unknown-${i}`)]);
    expect(once).toBeLessThan(40);
    // More keys than one statement takes go in two.
    expect(many).toBeLessThanOrEqual(once + 8);
  });

  test.each([
    ["a blank key", [""]],
    ["a long key", ["x".repeat(1001)]],
    ["too many keys", Array(101).fill("a")],
  ])("refuses %s", async (_, keys) => {
    const { errors } = await client.ask(QUERY, { keys });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "keys" });
    expect(errors?.[0]?.message).toContain("takes up to 100 keys");
  });

  test("its cost counts the keys", async () => {
    const { extensions } = await client.ask('{ lookup(keys: ["a", "b", "c"]) { node { id } } }');
    expect(extensions?.cost.nodes).toBe(3);
  });

  test("an id from before a merge leads to the survivor", async () => {
    await absorb(store, "title:a-page-without-a-date", "arxiv:2103.00005");
    expect(await ask(["title:a-page-without-a-date", "Paper:title:a-page-without-a-date"])).toMatchObject([
      [expect.anything(), "Paper:arxiv:2103.00005", []],
      [expect.anything(), "Paper:arxiv:2103.00005", []],
    ]);
  });
});
