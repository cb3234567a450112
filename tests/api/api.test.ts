/** The API on every engine: the project's operations, lookups, lists, paging, relations, paths, search and bad input. */
import { describe, expect, test } from "vitest";
import type { GraphStore } from "../../src/store/store.js";
import { engines } from "../engines.js";
import { type Client, operation, serve, serveFixture } from "./client.js";
import { absorb, writeCrowd } from "./fixture.js";

describe.each(engines)("the API on $name", ({ open }) => {
  let store: GraphStore;
  let client: Client;
  serveFixture(open, (s, c) => {
    store = s;
    client = c;
  });

  describe("the project's operations", () => {
    test("dashboard", async () => {
      const data = await client.data(operation("dashboard.graphql"), { text: "mixup" });
      expect(data.statistics).toEqual({
        papers: 8,
        techniques: 7,
        datasets: 4,
        tasks: 3,
        repositories: 3,
        relations: 4,
      });
      expect(data.techniques.totalCount).toBe(7);
      expect(data.techniques.edges[0].node).toEqual({ id: "Technique:mixup", name: "mixup", paperCount: 4 });
      expect(data.datasets.edges.map((e: { node: { name: string } }) => e.node.name).slice(0, 2)).toEqual([
        "ImageNet-1K",
        "CIFAR-10",
      ]);
      expect(data.papers).toEqual({
        totalCount: 2,
        edges: [
          {
            node: {
              title: "Decoupled Mixup keeps what makes images different",
              repositories: [{ url: "https://github.com/words/decoupled" }],
            },
          },
          {
            node: {
              title: "mixup trains on blended pairs",
              repositories: [{ url: "https://github.com/words/mixup" }],
            },
          },
        ],
      });
      expect(data.search.edges[0]).toEqual({
        score: 1,
        node: { __typename: "Technique", id: "Technique:mixup", name: "mixup" },
      });
      expect(data.search.totalCount).toBe(data.search.edges.length);
      const kinds = data.search.edges.map((e: { node: { __typename: string } }) => e.node.__typename);
      // Names stand before papers, whatever the scores of the two indexes.
      expect(kinds.lastIndexOf("Technique")).toBeLessThan(kinds.indexOf("Paper"));
    });

    test("papers using a dataset, by an alias, with the sentence that says so", async () => {
      const data = await client.data(operation("papers-using-dataset.graphql"), { name: "ilsvrc-2012", first: 2 });
      const { papers, ...dataset } = data.dataset;
      expect(dataset).toEqual({
        id: "Dataset:imagenet-1k",
        name: "ImageNet-1K",
        aliases: ["ILSVRC 2012", "ImageNet"],
      });
      expect(papers.totalCount).toBe(4);
      expect(papers.pageInfo.hasNextPage).toBe(true);
      expect(papers.edges).toEqual([
        {
          role: "TRAINS_ON",
          confidence: 0.9,
          evidence: [{ text: "All runs use ImageNet-1K.", field: "abstract", start: 60, end: 85 }],
          node: {
            id: "Paper:arxiv:2305.00004",
            title: "A study of mixing without a name",
            url: "https://arxiv.org/abs/2305.00004",
            year: 2023,
            repositories: [],
          },
        },
        {
          role: "EVALUATES_ON",
          confidence: 0.9,
          evidence: [{ text: "Decoupled Mixup beats CutMix on ImageNet-1K.", field: "abstract", start: 71, end: 115 }],
          node: {
            id: "Paper:arxiv:2203.00002",
            title: "Decoupled Mixup keeps what makes images different",
            url: "https://arxiv.org/abs/2203.00002",
            year: 2022,
            repositories: [{ url: "https://github.com/words/decoupled" }],
          },
        },
      ]);
      const next = await client.data(operation("papers-using-dataset.graphql"), {
        name: "ImageNet",
        first: 2,
        after: papers.pageInfo.endCursor,
      });
      expect(next.dataset.papers.edges.map((e: { node: { year: number } }) => e.node.year)).toEqual([2021, 2017]);
      expect(next.dataset.papers.pageInfo.hasNextPage).toBe(false);
    });

    test("relationships of a technique", async () => {
      const text = operation("technique-relationships.graphql");
      const { technique } = await client.data(text, { name: "Decoupled MixUp" }, "TechniqueRelationships");
      expect(technique).toMatchObject({
        id: "Technique:decoupled-mixup",
        aliases: ["DM"],
        introducedBy: [{ id: "Paper:arxiv:2203.00002" }],
      });
      expect(technique.relations.totalCount).toBe(2);
      expect(technique.relations.edges).toEqual([
        {
          type: "EXTENDS",
          direction: "OUT",
          paperCount: 2,
          confidence: 0.95,
          statements: [
            {
              paper: { id: "Paper:arxiv:2203.00002", title: "Decoupled Mixup keeps what makes images different" },
              confidence: 0.95,
              evidence: [{ text: "We present Decoupled Mixup, a variant of mixup with a loss of its own." }],
            },
            {
              paper: { id: "Paper:arxiv:2305.00004", title: "A study of mixing without a name" },
              confidence: 0.6,
              evidence: [{ text: "Decoupled Mixup extends mixup, and we study CutMix as well." }],
            },
          ],
          node: { id: "Technique:mixup", name: "mixup" },
        },
        {
          type: "OUTPERFORMS",
          direction: "OUT",
          paperCount: 1,
          confidence: 0.8,
          statements: [
            {
              paper: { id: "Paper:arxiv:2203.00002", title: "Decoupled Mixup keeps what makes images different" },
              confidence: 0.8,
              evidence: [{ text: "We present Decoupled Mixup, a variant of mixup with a loss of its own." }],
            },
          ],
          node: { id: "Technique:cutmix", name: "CutMix" },
        },
      ]);
      expect(technique.cooccurring.edges).toEqual([
        { paperCount: 2, node: { name: "CutMix" } },
        { paperCount: 2, node: { name: "mixup" } },
      ]);
      expect(technique.papers).toEqual({
        totalCount: 2,
        edges: [
          { role: "STUDIES", node: { title: "A study of mixing without a name" } },
          { role: "INTRODUCES", node: { title: "Decoupled Mixup keeps what makes images different" } },
        ],
      });
    });

    test("a path, its ends as stored and the sentence of each step", async () => {
      const text = operation("technique-relationships.graphql");
      const { path } = await client.data(text, { from: "CLIP", to: "manifold-free mixup" }, "TechniquePath");
      // By SupReMix (a technique) or by the paper on it: the smaller id is the paper's.
      expect(path).toEqual({
        length: 2,
        nodes: [
          { __typename: "Technique", id: "Technique:clip", name: "CLIP" },
          { __typename: "Paper", id: "Paper:arxiv:2302.00003", title: "SupReMix mixes for regression" },
          { __typename: "Technique", id: "Technique:mixup", name: "mixup" },
        ],
        steps: [
          {
            type: "COMPARES_WITH",
            fromId: "Paper:arxiv:2302.00003",
            toId: "Technique:clip",
            evidence: [{ text: "The comparison of SupReMix with CLIP is on AgeDB." }],
          },
          {
            type: "USES",
            fromId: "Paper:arxiv:2302.00003",
            toId: "Technique:mixup",
            evidence: [{ text: "SupReMix takes mixup as an ingredient for contrastive regression." }],
          },
        ],
      });
    });
  });

  describe("lookups", () => {
    test("a name is found in any case and by its aliases; an unknown one is null", async () => {
      const data = await client.data(`{
        a: technique(name: "LOW-RANK Adaptation") { name }
        b: technique(name: "lora") { name }
        c: technique(name: "nothing such") { name }
        d: dataset(name: "imagenet 1k") { name }
        e: task(name: "Image Classification") { name paperCount papers { totalCount nodes { title } } }
        f: author(name: "ada blend") { name papers { totalCount nodes { year } } }
        g: venue(name: "iclr") { name year papers { totalCount } }
        h: venue(name: "ICLR 2018") { id }
        i: venue(name: "ICLR", year: 1999) { id }
        j: technique(name: "!!!") { id }
      }`);
      expect(data).toEqual({
        a: { name: "LoRA" },
        b: { name: "LoRA" },
        c: null,
        d: { name: "ImageNet-1K" },
        e: {
          name: "image classification",
          paperCount: 1,
          papers: { totalCount: 1, nodes: [{ title: "mixup trains on blended pairs" }] },
        },
        f: { name: "Ada Blend", papers: { totalCount: 2, nodes: [{ year: 2022 }, { year: 2017 }] } },
        g: { name: "ICLR", year: 2018, papers: { totalCount: 1 } },
        h: { id: "Venue:iclr-2018" },
        i: null,
        j: null,
      });
    });

    test("a paper by id, arXiv id, DOI, title", async () => {
      const data = await client.data(`{
        a: paper(id: "Paper:arxiv:2103.00005") { id }
        b: paper(id: "arxiv:2103.00005") { id }
        c: paper(arxiv: "https://arxiv.org/abs/2103.00005v3") { id }
        d: paper(doi: "https://doi.org/10.1000/LORA") { id publishedAt year }
        e: paper(title: "clip learns images, from captions!") { id publishedAt }
        f: paper(title: "no such paper") { id }
        g: paper(id: "Technique:mixup") { id }
        h: paper(arxiv: "2302.00003") { publishedAt }
      }`);
      const clip = { id: "Paper:arxiv:2103.00005" };
      expect(data).toEqual({
        a: clip,
        b: clip,
        c: clip,
        d: { id: "Paper:doi:10.1000/lora", publishedAt: null, year: 2021 },
        e: { ...clip, publishedAt: "2021" },
        f: null,
        g: null,
        h: { publishedAt: "2023-02" },
      });
    });

    test("an ambiguous name goes to the node with most papers, then to the smaller id", async () => {
      expect(
        await client.data('{ a: technique(name: "Blending") { id } b: technique(name: "one of two") { id } }'),
      ).toEqual({
        a: { id: "Technique:cutmix" },
        b: { id: "Technique:lora" },
      });
    });

    test("one name of two labels stays two; a repository by any writing of its address", async () => {
      const data = await client.data(`{
        technique(name: "CLIP") { id }
        dataset(name: "clip") { id papers(roles: [INTRODUCES]) { totalCount edges { role roles } } }
        a: repository(url: "https://GitHub.com/Words/mixup.git") { id kind papers { totalCount edges { rule confidence evidence { text } } } }
        b: repository(url: "github.com/words/mixup/") { id }
        c: repository(url: "github.com/words/nothing") { id }
      }`);
      expect(data.technique.id).toBe("Technique:clip");
      expect(data.dataset).toEqual({
        id: "Dataset:clip",
        papers: { totalCount: 1, edges: [{ role: "INTRODUCES", roles: ["INTRODUCES"] }] },
      });
      expect(data.a).toEqual({
        id: "Repository:github.com/words/mixup",
        kind: "CODE",
        papers: { totalCount: 1, edges: [{ rule: "field:has_code", confidence: null, evidence: [] }] },
      });
      expect(data.b.id).toBe(data.a.id);
      expect(data.c).toBeNull();
    });

    test("node and nodes lead back from every id", async () => {
      const { paper } = await client.data(`{ paper(arxiv: "2203.00002") { id statements { id } } }`);
      const { paper: other } = await client.data(`{ paper(arxiv: "1710.00001") { results { id } venue { id } } }`);
      const ids = [
        paper.id,
        paper.statements[0].id,
        other.results[0].id,
        other.venue.id,
        "Technique:mixup",
        "Dataset:agedb",
        "Task:regression",
        "Repository:github.com/words/clip",
        "Author:bo-pair",
        "Technique:unknown",
        "nonsense",
      ];
      const { nodes } = await client.data("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", { ids });
      expect(nodes.slice(0, 9).map((n: { id: string }) => n.id)).toEqual(ids.slice(0, 9));
      expect(nodes.slice(9)).toEqual([null, null]);
      for (const [i, id] of ids.slice(0, 9).entries()) expect(nodes[i].__typename).toBe(id.split(":")[0]);
      const { node } = await client.data(
        "query ($id: ID!) { node(id: $id) { ... on Statement { type negated from { name } to { name } paper { id } } } }",
        { id: paper.statements[0].id },
      );
      expect(node).toMatchObject({ type: "EXTENDS", negated: false, from: { name: "Decoupled Mixup" } });
      expect(node.paper.id).toBe(paper.id);
    });

    test("what a paper has", async () => {
      const { paper } = await client.data(`{ paper(arxiv: "1710.00001") {
        abstract arxiv hasCode url authors { name } venue { name }
        techniques { totalCount edges { role roles confidence node { name kind } } }
        datasets(first: 1) { totalCount pageInfo { hasNextPage endCursor } edges { role roles node { name } } }
        tasks { nodes { name } }
        repositories { kind url }
        results { metric value unit dataset { name } technique { name } paper { arxiv } }
      } }`);
      expect(paper).toMatchObject({
        arxiv: "1710.00001",
        hasCode: true,
        authors: [{ name: "Ada Blend" }, { name: "Bo Pair" }],
        venue: { name: "ICLR" },
        techniques: {
          totalCount: 1,
          edges: [{ role: "INTRODUCES", roles: ["INTRODUCES"], confidence: 0.9, node: { name: "mixup" } }],
        },
        datasets: {
          totalCount: 2,
          edges: [{ role: "EVALUATES_ON", roles: ["EVALUATES_ON", "TRAINS_ON"], node: { name: "ImageNet-1K" } }],
        },
        tasks: { nodes: [{ name: "image classification" }] },
        results: [
          {
            metric: "accuracy",
            value: 77.9,
            unit: "%",
            dataset: { name: "ImageNet-1K" },
            technique: { name: "mixup" },
            paper: { arxiv: "1710.00001" },
          },
        ],
      });
      const next = await client.data(
        `query ($after: String) { paper(arxiv: "1710.00001") { datasets(first: 1, after: $after) { nodes { name } pageInfo { hasNextPage hasPreviousPage } } } }`,
        { after: paper.datasets.pageInfo.endCursor },
      );
      expect(next.paper.datasets).toEqual({
        nodes: [{ name: "CIFAR-10" }],
        pageInfo: { hasNextPage: false, hasPreviousPage: true },
      });
    });
  });

  describe("lists", () => {
    // biome-ignore lint/suspicious/noExplicitAny: titles of any answer
    const titles = (connection: any): string[] => connection.nodes.map((n: { title: string }) => n.title);
    test.each([
      ['filter: {techniques: ["MIXUP", "cutmix"]}', 2],
      ['filter: {techniques: ["mixup", "input mixup"]}', 4],
      ['filter: {techniques: ["mixup"], datasets: ["imagenet"]}', 3],
      ['filter: {datasets: ["CIFAR-10"], minConfidence: 0.8}', 1],
      ['filter: {tasks: ["regression"]}', 1],
      ["filter: {hasCode: true}", 3],
      ["filter: {hasCode: false}", 5],
      ["filter: {yearFrom: 2021, yearTo: 2022}", 3],
      ['filter: {techniques: ["nothing such"]}', 0],
      ['filter: {text: "CAPTIONS images"}', 1],
      ['filter: {text: "\' OR 1=1 //"}', 0],
      ["filter: {}", 8],
    ])("papers(%s) has %i", async (args, count) => {
      const { papers } = await client.data(`{ papers(${args}) { totalCount nodes { title } } }`);
      expect(papers.totalCount).toBe(count);
      expect(papers.nodes).toHaveLength(count);
    });

    test("a paper without a date comes last in the latest first, and first in the earliest first", async () => {
      const { a, b } = await client.data(`{
        a: papers { nodes { title } }
        b: papers(orderBy: PUBLISHED_ASC) { nodes { title } }
      }`);
      expect(titles(a)[0]).toBe("Pretext and Pre-Text");
      expect(titles(a).at(-1)).toBe("A page without a date");
      expect(titles(b)).toEqual(titles(a).reverse());
    });

    test("every order pages to the end, forward and backward, and neither loses nor repeats a row", async () => {
      for (const [field, orders] of [
        ["papers", ["PUBLISHED_DESC", "PUBLISHED_ASC", "TITLE_ASC", "TITLE_DESC"]],
        ["techniques", ["PAPER_COUNT_DESC", "PAPER_COUNT_ASC", "NAME_ASC", "NAME_DESC"]],
        ["datasets", ["PAPER_COUNT_DESC", "NAME_ASC"]],
        ["tasks", ["PAPER_COUNT_DESC", "NAME_ASC"]],
        ["repositories", ["PAPER_COUNT_DESC", "NAME_ASC"]],
      ] as const)
        for (const order of orders) {
          const whole = await client.data(`{ l: ${field}(first: 100, orderBy: ${order}) { totalCount nodes { id } } }`);
          const ids = whole.l.nodes.map((n: { id: string }) => n.id);
          expect(whole.l.totalCount).toBe(ids.length);
          for (const [size, at, info, more, end] of [
            ["first", "after", "forward", "hasNextPage", "endCursor"],
            ["last", "before", "backward", "hasPreviousPage", "startCursor"],
          ]) {
            const seen: string[] = [];
            let cursor: string | null = null;
            for (;;) {
              const reply: { l: { nodes: { id: string }[]; pageInfo: Record<string, unknown> } } = await client.data(
                `query ($c: String) { l: ${field}(${size}: 2, ${at}: $c, orderBy: ${order}) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
                { c: cursor },
              );
              const page = reply.l.nodes.map((n) => n.id);
              if (info === "forward") seen.push(...page);
              else seen.unshift(...page);
              if (reply.l.pageInfo[more!] !== true) break;
              cursor = reply.l.pageInfo[end!] as string;
            }
            expect(seen, `${field} ${order} ${info}`).toEqual(ids);
          }
        }
    });

    test("kinds of techniques", async () => {
      const { a, b } = await client.data(
        `{ a: techniques(kind: "training") { totalCount } b: techniques(kind: "loss") { totalCount nodes { id } } }`,
      );
      expect([a.totalCount, b.totalCount, b.nodes]).toEqual([7, 0, []]);
    });
  });

  describe("relations", () => {
    test("direction and types; a symmetric type reads from both ends", async () => {
      const text = `query ($n: String!, $d: RelationDirection, $t: [RelationType!]) { technique(name: $n) { relations(direction: $d, types: $t) { totalCount edges { type direction node { name } statements { from { name } } } } } }`;
      const relations = async (n: string, d?: string, t?: string[]) =>
        (await client.data(text, { n, d, t })).technique.relations;
      expect((await relations("mixup", "OUT")).totalCount).toBe(0);
      expect((await relations("mixup", "IN")).totalCount).toBe(2);
      expect((await relations("mixup", "IN", ["USES"])).edges).toMatchObject([
        { type: "USES", direction: "IN", node: { name: "SupReMix" }, statements: [{ from: { name: "SupReMix" } }] },
      ]);
      for (const d of ["IN", "OUT", "BOTH"])
        for (const [n, other] of [
          ["CLIP", "SupReMix"],
          ["SupReMix", "CLIP"],
        ] as const) {
          const { edges } = await relations(n, d, ["COMPARED_WITH"]);
          expect(edges).toMatchObject([{ type: "COMPARED_WITH", direction: "BOTH", node: { name: other } }]);
          expect(edges[0].statements).toHaveLength(1);
        }
    });

    test("papers of a technique by role and confidence, and co-occurrence by pages", async () => {
      const { technique } = await client.data(`{ technique(name: "mixup") {
        a: papers(roles: [COMPARES_WITH]) { totalCount edges { role roles } }
        b: papers(minConfidence: 0.95) { totalCount nodes { id } }
        c: cooccurring(first: 1) { totalCount nodes { name } pageInfo { endCursor hasNextPage } }
      } }`);
      expect(technique.a).toEqual({
        totalCount: 1,
        edges: [{ role: "BUILDS_ON", roles: ["BUILDS_ON", "COMPARES_WITH"] }],
      });
      expect(technique.b).toEqual({ totalCount: 0, nodes: [] });
      expect(technique.c).toMatchObject({ totalCount: 4, nodes: [{ name: "CutMix" }] });
      const rest = await client.data(
        `query ($c: String) { technique(name: "mixup") { cooccurring(first: 9, after: $c) { nodes { name } pageInfo { hasNextPage } } } dataset(name: "imagenet") { cooccurring { edges { paperCount node { name } } } } }`,
        { c: technique.c.pageInfo.endCursor },
      );
      expect(rest.technique.cooccurring).toEqual({
        nodes: [{ name: "Decoupled Mixup" }, { name: "CLIP" }, { name: "SupReMix" }],
        pageInfo: { hasNextPage: false },
      });
      expect(rest.dataset.cooccurring.edges).toEqual([{ paperCount: 1, node: { name: "CIFAR-10" } }]);
    });
  });

  describe("paths", () => {
    const text = `query ($from: PathEnd!, $to: PathEnd!, $max: Int) { path(from: $from, to: $to, maxLength: $max) { length nodes { id } steps { type fromId toId evidence { text } } } }`;
    const path = async (from: object, to: object, max?: number) => (await client.data(text, { from, to, max })).path;

    test("equal ends have length 0; unknown or unjoined ends have no path", async () => {
      expect(await path({ technique: "mixup" }, { id: "Technique:mixup" })).toEqual({
        length: 0,
        nodes: [{ id: "Technique:mixup" }],
        steps: [],
      });
      expect(await path({ technique: "mixup" }, { technique: "nothing such" })).toBeNull();
      expect(await path({ technique: "mixup" }, { technique: "LoRA" })).toBeNull();
    });

    test("the shortest path is found within maxLength only", async () => {
      // Regression to CIFAR-10: through SupReMix's paper, mixup and mixup's paper.
      const long = await path({ task: "regression" }, { dataset: "CIFAR-10" });
      expect(long.nodes.map((n: { id: string }) => n.id)).toEqual([
        "Task:regression",
        "Paper:arxiv:2302.00003",
        "Technique:mixup",
        "Paper:arxiv:1710.00001",
        "Dataset:cifar-10",
      ]);
      expect(await path({ task: "regression" }, { dataset: "CIFAR-10" }, 4)).toEqual(long);
      expect(await path({ task: "regression" }, { dataset: "CIFAR-10" }, 3)).toBeNull();
    });

    test("of paths of one length the smallest sequence of ids is taken, both ways round", async () => {
      // CutMix and mixup share two papers, and Decoupled Mixup stands between them as well.
      const there = await path({ technique: "cutmix" }, { technique: "mixup" });
      expect(there.nodes.map((n: { id: string }) => n.id)).toEqual([
        "Technique:cutmix",
        "Paper:arxiv:2203.00002",
        "Technique:mixup",
      ]);
      const back = await path({ technique: "mixup" }, { technique: "cutmix" });
      expect(back.nodes).toEqual([...there.nodes].reverse());
    });

    test("a relation's step gives the sentence of its surest statement", async () => {
      const { steps } = await path({ technique: "mixup" }, { technique: "Decoupled Mixup" });
      expect(steps).toEqual([
        {
          type: "EXTENDS",
          fromId: "Technique:decoupled-mixup",
          toId: "Technique:mixup",
          evidence: [{ text: "We present Decoupled Mixup, a variant of mixup with a loss of its own." }],
        },
      ]);
    });

    test("a paper is an end by title, arXiv id or id", async () => {
      for (const to of [
        { paper: "CLIP learns images from captions" },
        { paper: "2103.00005" },
        { id: "arxiv:2103.00005" },
      ])
        expect(await path({ technique: "CLIP" }, to)).toMatchObject({ length: 1, steps: [{ type: "INTRODUCES" }] });
    });
  });

  describe("search", () => {
    const search = async (args: string) =>
      (
        await client.data(
          `{ search(${args}) { totalCount pageInfo { hasNextPage endCursor } edges { score node { __typename id } } } }`,
        )
      ).search;
    test("prefix, typo, alias and kinds", async () => {
      expect((await search('text: "SupRe"')).edges[0].node.id).toBe("Technique:supremix");
      expect((await search('text: "suprmix"')).edges[0].node.id).toBe("Technique:supremix");
      expect((await search('text: "low-rank adaptation"')).edges[0]).toEqual({
        score: 1,
        node: { __typename: "Technique", id: "Technique:lora" },
      });
      const clip = await search('text: "clip", kinds: [DATASET, TECHNIQUE]');
      expect(clip.edges.slice(0, 2).map((e: { node: { id: string } }) => e.node.id)).toEqual([
        "Technique:clip",
        "Dataset:clip",
      ]);
      const papers = await search('text: "captions", kinds: [PAPER]');
      expect(papers.edges[0].node.id).toBe("Paper:arxiv:2103.00005");
      expect((await search('text: "A page without a date"')).edges[0]).toEqual({
        score: 1,
        node: { __typename: "Paper", id: "Paper:title:a-page-without-a-date" },
      });
      expect(await search('text: "zzzzqqq"')).toMatchObject({ totalCount: 0, edges: [] });
    });
    test("scores never rise, and pages join", async () => {
      const all = await search('text: "mixup"');
      const scores = all.edges.map((e: { score: number }) => e.score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      const first = await search('text: "mixup", first: 3');
      const rest = await search(`text: "mixup", first: 100, after: "${first.pageInfo.endCursor}"`);
      expect([...first.edges, ...rest.edges]).toEqual(all.edges);
      expect(first.totalCount).toBe(all.totalCount);
    });
  });

  describe("bad input", () => {
    test.each([
      ["{ papers(first: 0) { totalCount } }", "first", "1 to 100"],
      ["{ papers(first: 101) { totalCount } }", "first", "1 to 100"],
      ["{ papers(last: 0) { totalCount } }", "last", "1 to 100"],
      ['{ technique(name: "mixup") { papers(first: 0) { totalCount } } }', "first", "1 to 100"],
      ['{ technique(name: "mixup") { relations(first: 101) { totalCount } } }', "first", "1 to 100"],
      ['{ papers(after: "bad cursor") { totalCount } }', "after", "cursor"],
      ['{ papers(after: "") { totalCount } }', "after", "cursor"],
      ['{ papers(last: 1, before: "e30") { totalCount } }', "before", "cursor"],
      ['{ technique(name: "") { id } }', "name", "1 to 500"],
      ['{ dataset(name: "   ") { id } }', "name", "1 to 500"],
      [`{ technique(name: "${"x".repeat(501)}") { id } }`, "name", "1 to 500"],
      ['{ search(text: " ") { totalCount } }', "text", "1 to 500"],
      ["{ papers(filter: {yearFrom: 0}) { totalCount } }", "filter.yearFrom", "year"],
      ['{ papers(filter: {techniques: [""]}) { totalCount } }', "filter.techniques", "names"],
      ["{ papers(filter: {minConfidence: 1.5}) { totalCount } }", "filter.minConfidence", "0 to 1"],
      ["{ paper { id } }", "id", "exactly one"],
      ['{ paper(id: "a", title: "b") { id } }', "id", "exactly one"],
      ['{ path(from: {}, to: {technique: "a"}) { length } }', "from", "exactly one"],
      ['{ path(from: {technique: "a"}, to: {technique: "a", task: "b"}) { length } }', "to", "exactly one"],
      ['{ path(from: {technique: ""}, to: {technique: "a"}) { length } }', "from.technique", "1 to 500"],
      ['{ path(from: {id: "Author:bo-pair"}, to: {technique: "a"}) { length } }', "from.id", "Author"],
      ['{ path(from: {technique: "a"}, to: {technique: "a"}, maxLength: 7) { length } }', "maxLength", "1 to 6"],
      ['{ nodes(ids: [""]) { id } }', "ids", "ids"],
    ])("%s", async (query, argument, says) => {
      const { errors } = await client.ask(query);
      expect(errors).toHaveLength(1);
      expect(errors![0]!.extensions).toMatchObject({ code: "BAD_USER_INPUT", retry: false, argument });
      expect(errors![0]!.message).toContain(argument);
      expect(errors![0]!.message).toContain(says);
    });

    test("a cursor of another list, order or owner is refused", async () => {
      const { papers, dataset } = await client.data(
        `{ papers { pageInfo { endCursor } } dataset(name: "imagenet") { papers { pageInfo { endCursor } } } }`,
      );
      for (const query of [
        `{ papers(orderBy: TITLE_ASC, after: "${papers.pageInfo.endCursor}") { totalCount } }`,
        `{ techniques(after: "${papers.pageInfo.endCursor}") { totalCount } }`,
        `{ dataset(name: "CIFAR-10") { papers(after: "${dataset.papers.pageInfo.endCursor}") { totalCount } } }`,
      ]) {
        const { errors } = await client.ask(query);
        expect(errors?.[0]?.message).toMatch(/^after: this is a cursor of another list/);
        expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
      }
    });
  });

  describe("reads", () => {
    const reads = async (text: string, variables: object, name?: string): Promise<number> => {
      const before = store.readsSent;
      await client.data(text, variables, name);
      return store.readsSent - before;
    };
    const all: [string, object, string | undefined][] = [
      ["dashboard.graphql", { text: "mixup" }, undefined],
      ["papers-using-dataset.graphql", { name: "imagenet", first: 50 }, undefined],
      ["technique-relationships.graphql", { name: "mixup", first: 50 }, "TechniqueRelationships"],
      ["technique-relationships.graphql", { from: "mixup", to: "CLIP" }, "TechniquePath"],
    ];
    test("do not grow with the rows", async () => {
      // The first asking builds the index of names and the counts; what is counted is the asking after.
      const count = async (): Promise<number[]> => {
        const out: number[] = [];
        for (const [file, variables, name] of all) {
          await reads(operation(file), variables, name);
          out.push(await reads(operation(file), variables, name));
        }
        return out;
      };
      const few = await count();
      await writeCrowd(store, 60);
      const many = await count();
      expect(many.map((n, i) => n <= few[i]!)).toEqual(many.map(() => true));
    });

    test("of requests in flight are shared", async () => {
      const names = ["imagenet", "CIFAR-10", "AgeDB", "CLIP", ...Array.from({ length: 16 }, (_, n) => `Set${n}`)];
      // The lookups are held until all have come, so that the requests are in flight together on any machine.
      const held: (() => void)[] = [];
      const gate = new Proxy(store, {
        get(target, property) {
          if (property !== "read") {
            const value = Reflect.get(target, property, target);
            return typeof value === "function" ? value.bind(target) : value;
          }
          return async (...args: Parameters<GraphStore["read"]>) => {
            if (args[0] === "dataset-by-name")
              await new Promise<void>((resolve) => {
                held.push(resolve);
                if (held.length === names.length) for (const go of held) go();
              });
            return target.read(...args);
          };
        },
      });
      const other = await serve(gate);
      try {
        const before = store.readsSent;
        const text = operation("papers-using-dataset.graphql");
        const answers = await Promise.all(names.map((name) => other.data(text, { name, first: 50 })));
        expect(answers.map((a) => a.dataset.papers.edges.length)).toEqual([50, 2, 1, 1, ...Array(16).fill(1)]);
        // One asks with three statements; twenty ask with as many, or a few more where answers come apart.
        expect(store.readsSent - before).toBeLessThanOrEqual(6);
      } finally {
        await other.server.close();
      }
    });

    test("a hub's papers page to the end though many share a date", async () => {
      const seen: string[] = [];
      let after: string | null = null;
      let total = 0;
      do {
        const reply: {
          technique: {
            papers: {
              totalCount: number;
              nodes: { id: string }[];
              pageInfo: { hasNextPage: boolean; endCursor: string };
            };
          };
        } = await client.data(
          `query ($after: String) { technique(name: "mixup") { papers(first: 7, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }`,
          { after },
        );
        const { papers } = reply.technique;
        seen.push(...papers.nodes.map((n) => n.id));
        total = papers.totalCount;
        after = papers.pageInfo.hasNextPage ? papers.pageInfo.endCursor : null;
      } while (after !== null);
      expect(total).toBe(64);
      expect(seen).toHaveLength(64);
      expect(new Set(seen).size).toBe(64);
    });

    test("the graph's version moves with a load, and the search finds what came", async () => {
      const { graph, search } = await client.data(
        `{ graph { version loadedAt } search(text: "Method7") { edges { node { id } } } }`,
      );
      expect(graph.version).toBe(2);
      expect(Date.parse(graph.loadedAt)).not.toBeNaN();
      expect(search.edges[0].node.id).toBe("Technique:method7");
    });
  });

  test("an id from before a merge leads to the survivor, which lists it", async () => {
    await absorb(store, "title:a-page-without-a-date", "arxiv:2103.00005");
    const { node, paper } = await client.data(`{
      node(id: "Paper:title:a-page-without-a-date") { id ... on Paper { formerIds } }
      paper(id: "title:a-page-without-a-date") { title }
    }`);
    expect(node).toEqual({ id: "Paper:arxiv:2103.00005", formerIds: ["Paper:title:a-page-without-a-date"] });
    expect(paper.title).toBe("CLIP learns images from captions");
  });
});
