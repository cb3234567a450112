/** Identifiers, dates, venues and addresses in the forms in which listings write them. */
import { describe, expect, it } from "vitest";
import {
  arxivId,
  codeAddress,
  dateOf,
  doiOf,
  joinParagraphs,
  joinSpace,
  openreviewId,
  venueOf,
} from "../../src/etl/sources/normalise.js";

describe("an arXiv id", () => {
  it.each([
    ["2110.06848", "2110.06848"],
    ["2110.06848v3", "2110.06848"],
    ["arXiv:1706.06982", "1706.06982"],
    ["https://arxiv.org/abs/2110.06848v2", "2110.06848"],
    ["http://arxiv.org/pdf/2110.06848.pdf", "2110.06848"],
    ["https://huggingface.co/papers/2402.00769", "2402.00769"],
    ["https://doi.org/10.48550/arXiv.2110.06848", "2110.06848"],
    ["hep-th/9901001v1", "hep-th/9901001"],
    ["math.GT/0309136", "math/0309136"],
  ])("is read from %s", (raw, id) => expect(arxivId(raw)).toBe(id));
  it.each(["", "17", "9999.12345", "nips2016:6992", "10.1109/5.771073"])("is not seen in %s", (raw) =>
    expect(arxivId(raw)).toBeUndefined(),
  );
});

describe("a DOI", () => {
  it.each([
    ["10.1109/5.771073", "10.1109/5.771073"],
    ["https://doi.org/10.1103/PhysRevD.76.013009", "10.1103/physrevd.76.013009"],
    ["doi:10.1000/182.", "10.1000/182"],
    ["http://dx.doi.org/10.1002/%28SICI%291097", "10.1002/(sici)1097"],
  ])("is read from %s", (raw, doi) => expect(doiOf(raw)).toBe(doi));
  it.each(["10.1/x", "11.1000/182", "none", "10.1000/a b"])("is not seen in %s", (raw) =>
    expect(doiOf(raw)).toBeUndefined(),
  );
});

describe("a date", () => {
  it.each([
    ["2016", "2016"],
    ["2016-5", "2016-05"],
    ["2016-05-11", "2016-05-11"],
    ["2016-05-11T10:30:00Z", "2016-05-11"],
  ])("keeps the precision of %s", (raw, date) => expect(dateOf(raw)).toBe(date));
  it.each(["2016-13", "2015-02-29", "May 2016", "32025"])("is not seen in %s", (raw) =>
    expect(dateOf(raw)).toBeUndefined(),
  );
});

describe("a venue", () => {
  it.each([
    ["ECCV 2022", "ECCV", 2022],
    ["eccv2022", "ECCV", 2022],
    ["nips2016", "NIPS", 2016],
    ["NeurIPS'23", "NeurIPS", 2023],
    ["neurips 2023", "NeurIPS", 2023],
    ["2021 International Conference on Robotics", "International Conference on Robotics", 2021],
    ["Journal of Machine Learning Research (2012)", "Journal of Machine Learning Research", 2012],
    ["3dv2025", "3DV", 2025],
    ["TMLR", "TMLR", undefined],
  ])("%s is %s of %s", (raw, name, year) =>
    expect(venueOf(raw)).toEqual(year === undefined ? { name } : { name, year }),
  );
});

describe("the address of code in a structured field", () => {
  it.each([
    ["https://github.com/a/b", "https://github.com/a/b"],
    ["github.com/a/b", "https://github.com/a/b"],
    ["a/b", "https://github.com/a/b"],
    ["[![github](/images/i.svg) a/b](https://github.com/a/b) + more", "https://github.com/a/b"],
    ["https://x.github.io/page", "https://x.github.io/page"],
  ])("is read from %s", (raw, address) => expect(codeAddress(raw)).toBe(address));
  it("is nothing where a blank has broken it, since half a path is another repository", () => {
    expect(codeAddress("github.com/a/deep privacy2")).toBeUndefined();
    expect(codeAddress("coming soon")).toBeUndefined();
  });
});

describe("text", () => {
  it("has its white space joined, and its paragraphs stay apart", () => {
    expect(joinSpace(" a\t\n b\u00a0c\u0000d\ufeff ")).toBe("a b c d");
    expect(joinParagraphs("one\ntwo\r\n \r\n\r\nthree ")).toBe("one two\n\nthree");
    expect(joinParagraphs(" \n ")).toBeUndefined();
  });
  it("loses half surrogates, which no engine can store", () => expect(joinSpace("a\ud800b")).toBe("a\ufffdb"));
  it("gives an OpenReview id from a forum's address only", () => {
    expect(openreviewId("https://openreview.net/forum?id=rJXMpikCZ")).toBe("rJXMpikCZ");
    expect(openreviewId("https://example.org/forum?id=1")).toBeUndefined();
  });
});
