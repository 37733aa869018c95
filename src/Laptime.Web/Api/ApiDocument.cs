using System.Text.Json.Nodes;
using Laptime.Formats;
using Laptime.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Laptime.Web.Api;

/// <summary>The OpenAPI document, beyond what is generated from the endpoints.</summary>
internal static class ApiDocument
{
    private const string Json = "application/json";
    private const string Run = "Run";
    private const string Bearer = "token";

    public static void Add(IServiceCollection services) =>
        services.AddOpenApi(options =>
        {
            options.ShouldInclude = endpoint =>
                endpoint.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer(
                (document, context, _) =>
                {
                    string version = context.ApplicationServices.GetRequiredService<DashboardSettings>().ToolVersion;
                    Complete(document, version);
                    return Task.CompletedTask;
                }
            );
        });

    private static void Complete(OpenApiDocument document, string version)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Laptime",
            Version = version,
            Description =
                "Runs of Laptime: hand them in, list, fetch and compare them. Names end in their unit, instants are UTC, what is "
                + "missing is not known. Every refusal is a problem (RFC 9457) with a sentence, and the field that is wrong.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas[Run] = RunSchema(document);
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description =
                "A token of 'laptime token create'. Handing in needs the scope submit; reading needs the scope read where the "
                + "server is private.",
        };
        DescribeProblem(document);
        foreach (IOpenApiPathItem path in document.Paths.Values)
        {
            // HEAD is GET without the content.
            path.Operations?.Remove(HttpMethod.Head);
        }
        DescribeSubmission(document);
        DescribeContent(document, "/api/v1/runs/{run}", Json, new OpenApiSchemaReference(Run, document));
        DescribeContent(
            document,
            "/api/v1/runs/{run}/blocks.csv",
            "text/csv",
            new OpenApiSchema { Type = JsonSchemaType.String }
        );
        Example(
            document.Paths["/api/v1/runs"].Operations![HttpMethod.Get],
            "200",
            """
            {"schema":"laptime.runs/1","total":1,"offset":0,"limit":50,"runs":[{"id":"0193a5f2-0000-7000-8000-000000000001",
            "started_at":"2026-11-20T09:30:00Z","ended_at":"2026-11-20T09:33:00Z","status":"finished","suite":"quick",
            "tier":"quick","device":"AMD EPYC 9B45","libtorch_version":"1.13.1","cases":2,"measured":6,"skipped":0,
            "failed":0,"seal":"unsigned"}]}
            """
        );
        Example(
            document.Paths["/api/v1/compare"].Operations![HttpMethod.Get],
            "200",
            """
            {"schema":"laptime.comparisons/1","first":{"id":"0193a5f2-0000-7000-8000-000000000001","facts":{"machine":
            "AMD EPYC 9B45"}},"comparisons":[{"second":{"id":"0193a5f3-0000-7000-8000-000000000001","facts":{"machine":
            "Tesla T4"}},"cases":[{"name":"resnet50/train/b8/fp32/stock","first_seconds":0.1,"second_seconds":0.05,
            "speed_up":2,"speed_up_low":1.9,"speed_up_high":2.1,"faster":"second"}],"geometric_mean":{"name":
            "geometric mean","first_seconds":0.1,"second_seconds":0.05,"speed_up":2,"faster":"open"},"only_first":[],
            "only_second":[]}]}
            """
        );
    }

    private static void DescribeSubmission(OpenApiDocument document)
    {
        OpenApiOperation submit = document.Paths["/api/v1/runs"].Operations![HttpMethod.Post];
        submit.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "The run; Content-Encoding may be gzip.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Json] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Run, document) },
            },
        };
        submit.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
        ];
        Example(
            submit,
            "201",
            """
            {"schema":"laptime.submission/1","id":"0193a5f2-0000-7000-8000-000000000001","is_new":true,"new_trials":6,
            "url":"/api/v1/runs/0193a5f2-0000-7000-8000-000000000001"}
            """
        );
        Example(
            submit,
            "400",
            """
            {"title":"Not a run","status":400,"detail":
            "$.trials[3].samples.blocks.wall_seconds[7]: must be a duration in seconds, from 0 to 9e11. The run was not saved.",
            "field":"$.trials[3].samples.blocks.wall_seconds[7]"}
            """
        );
    }

    private static void DescribeContent(OpenApiDocument document, string path, string type, IOpenApiSchema schema)
    {
        OpenApiOperation operation = document.Paths[path].Operations![HttpMethod.Get];
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "OK",
            Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
            {
                ["ETag"] = new OpenApiHeader
                {
                    Description = "Of the content.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            },
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [type] = new OpenApiMediaType { Schema = schema },
            },
        };
        operation.Responses["304"] = new OpenApiResponse { Description = "Not changed since If-None-Match." };
    }

    private static void DescribeProblem(OpenApiDocument document)
    {
        if (
            document.Components!.Schemas!.TryGetValue("ProblemDetails", out IOpenApiSchema? schema)
            && schema is OpenApiSchema { Properties: { } properties }
        )
        {
            properties["field"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "What is wrong: a JSONPath in the document, or the name of a parameter or header.",
            };
        }
    }

    private static void Example(OpenApiOperation operation, string status, string json)
    {
        foreach (OpenApiMediaType media in operation.Responses![status].Content!.Values)
        {
            media.Example = JsonNode.Parse(json);
        }
    }

    private static OpenApiSchema RunSchema(OpenApiDocument document)
    {
        OpenApiSchema schema = OpenApiModelFactory.Parse<OpenApiSchema>(
            RunDocument.JsonSchema().ToJsonString(),
            OpenApiSpecVersion.OpenApi3_1,
            document,
            out _
        )!;
        schema.Description = "A laptime.run/1 document; docs/results-format.md tells what each field means.";
        return schema;
    }
}
