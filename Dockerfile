# The command line as an image; by itself it serves the embedded store under /app/data. Debian's, since the embedded
# engine has no build for musl (Alpine).
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# A lock file written on one platform may lack the optional packages of another, and then `npm ci` refuses it whole.
RUN npm ci || npm install --no-save
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
RUN npm run build

FROM node:20-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev || npm install --no-save --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
WORKDIR /app
COPY package.json LICENSE NOTICE ./
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
# Files that the compiled code reads beside package.json (see src/root.ts).
COPY cypher cypher
COPY schema schema
COPY samples samples
COPY src/api/operations/*.graphql src/api/operations/
COPY src/etl/vocabulary/*.json src/etl/vocabulary/
COPY src/etl/extract/*.json src/etl/extract/
# The one folder to write to: the embedded store, and the rejects of a load.
RUN mkdir data && chown node:node data
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/src/cli.js"]
CMD ["serve"]
