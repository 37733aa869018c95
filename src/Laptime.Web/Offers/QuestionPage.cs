using Laptime.Answers;
using Laptime.Web.Forms;
using Laptime.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Laptime.Web.Offers;

/// <summary>A page with a form in its address: it answers, or says beside the form what makes no sense.</summary>
public abstract class QuestionPage : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext Context { get; set; } = null!;

    /// <summary>The form as it was filled in.</summary>
    protected Form Form { get; private set; } = null!;

    /// <summary>What is wrong with the question, with labels instead of options; null: nothing.</summary>
    protected string? Problem { get; private set; }

    [Inject]
    private protected AnswerSources Sources { get; set; } = null!;

    /// <summary>Gives up when the reader does.</summary>
    protected CancellationToken Cancelled => Context.RequestAborted;

    /// <summary>The fields of the form.</summary>
    protected abstract IEnumerable<FormField> Fields();

    /// <summary>Answers; whatever makes no sense is thrown as <see cref="QuestionException"/>.</summary>
    protected abstract Task AnswerAsync();

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Form = new Form(Fields(), Context.Request.Query);
        try
        {
            await AnswerAsync();
        }
        catch (QuestionException e)
        {
            Problem = Form.Say(e.Message);
        }
    }
}
